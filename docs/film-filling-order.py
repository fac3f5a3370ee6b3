"""Makes the film "Filling order": frames as SVG, drawn with rsvg-convert, joined with ffmpeg.

Usage: python3 film-filling-order.py OUT.webm (needs rsvg-convert and ffmpeg with libvpx-vp9)
"""

import subprocess
import sys
import tempfile
from pathlib import Path

WIDTH, HEIGHT, FPS = 1280, 720, 8
BLOOD = "#a3272f"
# Stopper, name, what is in it, times it is turned over.
STEPS = [
    ("#e6c34a", "Culture bottles", "first, while all is sterile", "8 to 10"),
    ("#9cc7e8", "Light blue", "citrate: fill to the line", "3 to 4"),
    ("#c8372d", "Red or gold", "serum: it may clot", "5"),
    ("#4f9a52", "Green", "heparin", "8 to 10"),
    ("#8a63b0", "Lavender", "EDTA", "8 to 10"),
    ("#8b8f94", "Gray", "fluoride and oxalate", "8 to 10"),
]
RISE, HOLD = 8, 20


def text(x, y, words, size, weight=400, fill="#26221d", anchor="middle"):
    return (
        f'<text x="{x}" y="{y}" font-family="DejaVu Sans, sans-serif" font-size="{size}" font-weight="{weight}" '
        f'fill="{fill}" text-anchor="{anchor}">{words}</text>'
    )


def tube(number, level, now):
    """One tube in the row; `level` from 0 to 1."""
    color, name, _, _ = STEPS[number]
    x, top, tall, wide = 120 + number * 190, 250, 260, 74
    if number == 0:
        top, tall, wide = 300, 210, 96
    full = (tall - 50) * level
    bottom = top + tall
    parts = [
        f'<rect x="{x}" y="{top}" width="{wide}" height="{tall}" rx="26" fill="#ffffff" stroke="#4a443c" stroke-width="3"/>',
        f'<clipPath id="c{number}"><rect x="{x + 3}" y="{top}" width="{wide - 6}" height="{tall - 3}" rx="23"/></clipPath>',
        f'<rect x="{x}" y="{bottom - full}" width="{wide}" height="{full}" fill="{BLOOD}" clip-path="url(#c{number})"/>',
        f'<rect x="{x - 7}" y="{top - 44}" width="{wide + 14}" height="54" rx="9" fill="{color}" stroke="#4a443c" stroke-width="3"/>',
        f'<circle cx="{x + wide / 2}" cy="{top - 92}" r="26" fill="{"#1d5c66" if now else "#ffffff"}" stroke="#1d5c66" stroke-width="3"/>',
        text(x + wide / 2, top - 82, number + 1, 28, 700, "#ffffff" if now else "#1d5c66"),
        text(x + wide / 2, 552, name, 21, 700 if now else 400),
    ]
    return "".join(parts)


def frame(title, under, levels, now):
    tubes = "".join(tube(number, level, number == now) for number, level in enumerate(levels))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fbf8f2"/>'
        f"{text(640, 84, title, 44, 700)}{tubes}{text(640, 640, under, 30)}</svg>"
    )


def story():
    """Each picture with the number of frames it stays."""
    empty = [0.0] * len(STEPS)
    yield frame("The filling order", "From the culture bottle to the gray top", empty, None), 3 * FPS
    levels = list(empty)
    for number, (_, name, what, turns) in enumerate(STEPS):
        title, under = f"{number + 1}. {name}", f"{what} · turn over {turns} times"
        for step in range(1, RISE + 1):
            levels[number] = step / RISE
            yield frame(title, under, levels, number), 1
        yield frame(title, under, levels, number), HOLD
    yield frame("Why this order?", "So that nothing from one tube spoils the next", levels, None), 5 * FPS


def main(out):
    with tempfile.TemporaryDirectory() as folder:
        list_file = Path(folder, "list.txt")
        lines = []
        for number, (svg, frames) in enumerate(story()):
            source, picture = Path(folder, f"{number:03}.svg"), Path(folder, f"{number:03}.png")
            source.write_text(svg)
            subprocess.run(["rsvg-convert", "-o", picture, source], check=True)
            lines.append(f"file '{picture}'\nduration {frames / FPS}\n")
        list_file.write_text("".join(lines) + f"file '{picture}'\n")
        encode = ["ffmpeg", "-v", "error", "-y", "-f", "concat", "-safe", "0", "-i", list_file, "-r", str(FPS)]
        encode += ["-c:v", "libvpx-vp9", "-b:v", "0", "-crf", "40", "-g", "64", "-pix_fmt", "yuv420p", "-an", out]
        subprocess.run(encode, check=True)


main(sys.argv[1])
