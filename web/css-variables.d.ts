// Lets `style` set custom properties, which React passes on to the CSSOM.

import "react";

declare module "react" {
  interface CSSProperties {
    [name: `--${string}`]: string | number | undefined;
  }
}
