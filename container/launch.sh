#!/bin/sh
# Starts the program that LAUNCH names, under limits and cut off from the service: a process group
# of its own, an empty environment, no new privileges. It dies with the service, even if that is
# killed with -9. It is POSIX sh because it runs before every ffmpeg: 4 ms, where Node would take
# 40.

# What the system does not let us set stays as it is: it is said to nobody who reads ffmpeg's words.
{
  # No core files: they would hold a stranger's picture and fill the disk.
  ulimit -c 0
  # CPU seconds. The wall clock of a job is kept by the service; this ends what escapes it.
  ulimit -t 14400
  # Open files: ffmpeg holds one for each input and output.
  ulimit -n 128
  # Largest file that may be written, in blocks of 512 bytes: 24 GiB, twice the largest source.
  ulimit -f 50331648
  # Address space in KiB: 8K takes 4 GiB of it with two threads. macOS knows no such limit.
  ulimit -v 6291456
} 2>/dev/null

# Two threads for filters that bring OpenMP, which would take every core and burn it while waiting.
clean="env -i PATH=/usr/bin:/bin LC_ALL=C OMP_NUM_THREADS=2 OMP_WAIT_POLICY=PASSIVE"
if command -v setsid >/dev/null && command -v setpriv >/dev/null; then
  limited="setpriv --pdeathsig KILL --no-new-privs --"
  niceness=$(nice)
  if [ "${niceness:-0}" -gt 0 ] && [ -e /proc/self/autogroup ]; then
    # Linux may share its cores among sessions, and weigh niceness only within one (sched(7)): a
    # session of its own has to be told. Where it may not, no harm is done.
    tell='{ echo "$0" >/proc/self/autogroup; } 2>/dev/null; exec "$@"'
    exec $clean setsid sh -c "$tell" "$niceness" $limited "$LAUNCH" "$@"
  fi
  exec $clean setsid $limited "$LAUNCH" "$@"
fi
# Without util-linux (macOS), perl leads the group, and ends it when its own parent is gone.
exec $clean perl -e '
  use POSIX ":sys_wait_h";
  my $service = getppid();
  setpgrp(0, 0);
  my $child = fork() // exit 127;
  if ($child == 0) { exec { $ARGV[0] } @ARGV; exit 127; }
  while (waitpid($child, WNOHANG) == 0) {
    kill "KILL", -$$ if getppid() != $service;
    select(undef, undef, undef, 0.02);
  }
  my $end = $?;
  if ($end & 127) { $SIG{$_} = "DEFAULT" for keys %SIG; kill $end & 127, $$; }
  exit($end >> 8);
' "$LAUNCH" "$@"
