"""The window: shows snapshots, calls verbs and tasks, repaints on changes. The only room that knows Qt."""
