// The library's query as the page uses it: it follows the hand at once and the address a moment
// later. It is remembered for the visit, so that a way home through a link finds it as well.

import { useEffect, useRef, useState } from "react";
import { useLocation, useNavigate, useNavigationType } from "react-router";
import { useApp } from "../app.ts";
import { type Query, readQuery, writeQuery } from "./query.ts";

/** Browsers refuse to have the address rewritten at every letter. */
const ADDRESS_MS = 300;

export function useQuery(): [Query, (next: Query) => void] {
  const { library } = useApp();
  const { pathname, search } = useLocation();
  const arrivedBy = useNavigationType();
  const navigate = useNavigate();
  const [query, setQuery] = useState(() =>
    readQuery(search === "" && arrivedBy === "PUSH" ? library.get() : search),
  );
  /** The address that fits what is shown; another one was come to by back, forward or a link. */
  const fitting = useRef(search);

  useEffect(() => {
    if (search === fitting.current) return;
    fitting.current = search;
    setQuery(readQuery(search));
  }, [search]);

  useEffect(() => {
    const wanted = writeQuery(query);
    library.set(wanted);
    if (wanted === fitting.current) return;
    const timer = setTimeout(() => {
      fitting.current = wanted;
      void navigate(pathname + wanted, { replace: true, preventScrollReset: true });
    }, ADDRESS_MS);
    return () => clearTimeout(timer);
  }, [query, library, navigate, pathname]);

  return [query, setQuery];
}
