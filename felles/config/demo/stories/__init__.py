"""The children of the demo and what happened around them, a file for each part of the district."""

from felles.config.demo.events import Story
from felles.config.demo.stories import (
    ekornlia,
    furulia_begun,
    furulia_done,
    furulia_helped,
    granasen,
    maltrosten,
)

STORIES: tuple[Story, ...] = (
    *furulia_begun.STORIES,
    *furulia_helped.STORIES,
    *furulia_done.STORIES,
    *granasen.STORIES,
    *maltrosten.STORIES,
    *ekornlia.STORIES,
)

__all__ = ["STORIES"]
