"""One file per use case that needs several rooms. Progress and cancel are plain callables."""
