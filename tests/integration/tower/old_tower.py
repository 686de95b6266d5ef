"""Old Tower databases of several shapes, in the tests' own PostgreSQL."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import psycopg

EPISODES = """
create table episodes (id uuid primary key, title varchar(255), synopsis text, status varchar(50),
    created_at timestamp, updated_at timestamp, metadata jsonb);
"""
PROJECTS = """
create table projects (id serial primary key, name varchar(255), description text,
    status varchar(50), created_at timestamp, updated_at timestamp);
"""
CHILDREN = """
create table characters (id serial primary key, project_id integer, name varchar(100),
    description text, version integer default 1, image_path text, comfyui_workflow text,
    created_at timestamp, updated_at timestamp);
create table scenes (id serial primary key, project_id integer,
    branch_name varchar(100) default 'main', scene_number integer, description text,
    characters text, video_path text, status varchar(50), workflow_data jsonb,
    created_at timestamp, updated_at timestamp);
create table project_bibles (id serial primary key, project_id integer, title varchar(200),
    description text, visual_style jsonb, world_setting jsonb, narrative_guidelines jsonb,
    created_at timestamp, updated_at timestamp);
create table bible_characters (id serial primary key,
    bible_id integer references project_bibles(id), name varchar(100), description text,
    visual_traits jsonb, personality_traits jsonb, relationships jsonb, evolution_arc jsonb,
    created_at timestamp);
"""
LATER = """
create table character_consistency_scores (id serial primary key,
    character_id integer references characters(id), reference_image_path text,
    consistency_score float, validation_date timestamp, echo_assessment jsonb);
create table style_templates (id serial primary key, name varchar(100), description text,
    generation_params jsonb, created_by varchar(100), created_at timestamp);
create table user_preferences (id serial primary key, user_id varchar(100),
    preference_type varchar(50), preference_data jsonb, updated_at timestamp);
alter table characters add column consistency_score float;
alter table characters add column last_validation_date timestamp;
alter table characters add column echo_assessment jsonb;
alter table characters add column template_id integer;
alter table characters add column generation_preferences jsonb;
alter table scenes add column user_id varchar(100);
alter table characters add column created_by varchar(100);
"""

RONIN = UUID("7f6b0f9e-40b3-4a53-9a2e-1f4f0a6f0001")
WINTER = UUID("7f6b0f9e-40b3-4a53-9a2e-1f4f0a6f0002")


class OldTower:
    """A connection that fills an old database."""

    def __init__(self, url: str) -> None:
        self.url = url

    def run(self, statement: str, *values: Any) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement.encode(), values or None)

    def add(self, table: str, **columns: Any) -> None:
        names = ", ".join(columns)
        places = ", ".join(["%s"] * len(columns))
        values = [json.dumps(v) if isinstance(v, dict) else v for v in columns.values()]
        self.run(f"insert into {table} ({names}) values ({places})", *values)


def documented(old: OldTower) -> None:
    """The documented shape with all its extensions, and something in every table."""
    old.run(EPISODES + CHILDREN + LATER)
    old.add(
        "episodes", id=RONIN, title="Neon Ronin", synopsis="Revenge.", status="production",
        created_at="2024-01-01 10:00", metadata={"project_id": 7, "network": "TBS"},
    )  # fmt: skip
    old.add("episodes", id=WINTER, title="Winter City", created_at="2024-02-01 10:00")
    old.add(
        "characters", project_id=7, name="Kai Nakamura", description="A ronin.", version=4,
        comfyui_workflow="photorealistic_anime_character_v2", consistency_score=0.87,
        last_validation_date="2024-05-01", echo_assessment={"quality": "fine"},
        generation_preferences={"style": "photorealistic"}, created_by="patrick",
        created_at="2024-01-02 03:04:05",
    )  # fmt: skip
    old.add("characters", project_id=7, name="kai nakamura", description="His double.")
    old.add("characters", project_id=2, name="Mara Voss", image_path="/no/such/mara.png")
    old.add("characters", project_id=99, name="Nobody's Child")
    old.add(
        "scenes", project_id=7, scene_number=1, description="Rain.",
        characters='["Kai Nakamura", "Mara Voss"]', status="done", video_path="/out/1.mp4",
        workflow_data={"audio": {"voice": "kai-01"}}, user_id="patrick",
    )  # fmt: skip
    old.add("scenes", project_id=7, scene_number=1, characters="Kai Nakamura, Mara Voss")
    old.add("scenes", project_id=7, scene_number=2, branch_name="alternate")
    old.add("scenes", project_id=7, scene_number=2)
    old.add(
        "project_bibles", project_id=7, title="The bible", description="All of it.",
        visual_style={"color_palette": ["#00ffff"]}, world_setting={"location": "Neo-Tokyo"},
        narrative_guidelines={"themes": ["revenge"]},
    )  # fmt: skip
    old.add(
        "bible_characters", bible_id=1, name="Kai Nakamura", description="A ronin.",
        visual_traits={"hair": "black"}, relationships={"Mara Voss": "ally"},
    )  # fmt: skip
    old.add("bible_characters", bible_id=1, name="Mara Voss")
    old.add(
        "character_consistency_scores", character_id=1, reference_image_path="/refs/kai.png",
        consistency_score=0.91, validation_date="2024-05-01", echo_assessment={"says": "good"},
    )  # fmt: skip
    old.add(
        "style_templates", name="Neon", generation_params={"style": "neon noir"},
        created_by="patrick",
    )  # fmt: skip
    old.add(
        "user_preferences", user_id="patrick", preference_type="style",
        preference_data={"style": "photorealistic"},
    )  # fmt: skip


def large(old: OldTower, characters: int) -> None:
    """The documented shape with this many characters, by COPY."""
    old.run(EPISODES + CHILDREN + LATER)
    old.add("episodes", id=RONIN, title="Neon Ronin", created_at="2024-01-01")
    with psycopg.connect(old.url, autocommit=True) as connection:
        copying = b"copy characters (project_id, name, description, consistency_score) from stdin"
        with connection.cursor() as cursor, cursor.copy(copying) as copy:
            for number in range(characters):
                words = f"Figure {number} of the crowd, with hair that nobody remembers."
                copy.write_row((1, f"Figure {number}", words, 0.8))


def with_projects(old: OldTower) -> None:
    """A shape with integer projects, and without most optional tables and columns."""
    old.run(PROJECTS)
    old.run("create table characters (id serial primary key, project_id integer, name text)")
    old.add("projects", id=12, name="Harbour", description="Boats.", created_at="2023-03-03")
    old.add("characters", project_id=12, name="Ines")
    old.add("characters", project_id=1, name="Lost One")


def dirty(old: OldTower) -> None:
    """Rows of every kind of dirt, and one that is clean between them."""
    old.run(EPISODES + CHILDREN + LATER)
    old.run("alter table scenes alter column workflow_data type json using null")
    old.run("alter table bible_characters drop constraint bible_characters_bible_id_fkey")
    old.run("alter table characters alter column name type text")
    old.add("episodes", id=RONIN, title="Neon Ronin", created_at="2024-01-01")
    old.add("episodes", id=WINTER, title=None, created_at="2024-01-02")
    old.add("characters", project_id=1, name=None)
    old.add("characters", project_id=1, name="   ")
    old.add("characters", project_id=1, name="x" * 300)
    old.add("characters", project_id=1, name="Line\nBreak")
    old.add("characters", project_id=1, name="Wordy", description="w" * 30_000)
    old.add("characters", project_id=1, name="Huge", description="h" * 3_000_000)
    old.add("characters", project_id=1, name="Clean", created_at="infinity", version=-3)
    old.add("characters", project_id=2, name="Orphan of a nameless episode")
    old.add("scenes", project_id=1, scene_number=1, characters='["Clean"')
    old.run(
        "insert into scenes (project_id, scene_number, workflow_data) values (1, 2, %s)",
        '{"voice": "a\\u0000b"}',
    )
    old.add("scenes", project_id=1, scene_number=-4, description="No number.")
    old.add("scenes", project_id=1, scene_number=3, characters='[{"name": "Clean"}, 5]')
    old.add("bible_characters", bible_id=404, name="Bookless")
    old.add("character_consistency_scores", character_id=1, consistency_score="NaN")
    old.add("user_preferences", user_id="patrick", preference_type="mood", preference_data={"a": 1})
    old.add("style_templates", name=None, generation_params={"style": "neon"})
