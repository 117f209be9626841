// The page's addresses. What only the view of one video needs is loaded with it.

import type { RouteObject } from "react-router";
import { HomePage } from "./HomePage.tsx";
import { NotFound } from "./shell/NotFound.tsx";
import { RouteFailure } from "./shell/RouteFailure.tsx";
import { Shell } from "./shell/Shell.tsx";
import { ViewSkeleton } from "./shell/ViewSkeleton.tsx";

export const routes: RouteObject[] = [
  {
    path: "/",
    Component: Shell,
    ErrorBoundary: RouteFailure,
    HydrateFallback: () => null,
    children: [
      { index: true, Component: HomePage },
      {
        path: "videos/:id",
        lazy: () => import("./VideoPage.tsx"),
        HydrateFallback: ViewSkeleton,
      },
      { path: "*", Component: NotFound },
    ],
  },
];
