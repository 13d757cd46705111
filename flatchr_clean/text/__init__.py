"""From str to str: the cleaner. Knows neither JSON nor HTTP."""
