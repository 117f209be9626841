export const local = {
  title: "From your file",
  noPicture: "no moving picture",
  turned: (degrees: number) => `turned by ${degrees}°`,
  noSound: "no sound",
  sound: (what: string) => `sound: ${what}`,
  uncompressed: "uncompressed",
  mono: "mono",
  stereo: "stereo",
  channels: (count: number) => `${count} channels`,
};
