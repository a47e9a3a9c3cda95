"""`check`: what a provider would reject in batch files made elsewhere, and the repaired batch of the Check page."""

from collections.abc import Collection, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import click

from lib.check import CheckedFile, check_file
from lib.commands.files import REPLACE, find_files, write_files
from lib.commands.terminal import progress, say
from lib.common.phrasing import counted, listed, without_backticks
from lib.join import read_upload
from lib.join.file_roles import Upload, batch_input_problem
from lib.providers import PROVIDERS, Provider
from lib.repair import RepairedFile, RepairOptions
from lib.repair.download import CheckDownload, left_out_name, plan_download, write_download, write_left_out
from lib.repair.findings import IMPACT_LABELS, FindingGroup, group_findings, write_new_ids
from lib.repair.sections import in_sections
from lib.repair.together import download_digest, files_key, repair_together
from lib.repair.verdict import verdict


@click.command("check", short_help="Say what a provider would reject in batch files, and repair it.")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "--provider",
    required=True,
    type=click.Choice(list(PROVIDERS), case_sensitive=False),
    help="The provider that gets the files.",
)
@click.option("--output", metavar="PATH", help="Write the repaired batch to this file, or into this folder (name/).")
@REPLACE
def check_command(files: tuple[str, ...], provider: str, output: str | None, replace: bool) -> int:
    """Say what a provider would reject in batch files that a script or a colleague made.

    FILE is a batch file (.jsonl), a folder, or a pattern such as "batches/*.jsonl", also packed. Nothing is written,
    unless you give --output. It then gets the download of the Check page: the requests with every safe fix, as one
    .jsonl file, or as .zip where there are several. Beside it are the lines that cannot be sent, and the new ids of
    requests that got one.

    \b
    Exit codes:
      0  the provider accepts the files, or the repaired batch that is written, with every line
      1  a person must look: the provider may reject the files, or lines are left out
      2  the command is wrong, or a file would be replaced
    """
    uploads = list(_uploads(files))
    options = RepairOptions()
    repaired = repair_together(_checked(uploads, PROVIDERS[provider]), options, lambda file: progress(file.name))
    judged = verdict(repaired)
    say(without_backticks(judged.sentence))
    if judged.level == "foreign":
        return 1
    _say_findings(repaired)
    is_written = output is not None and any(file.kept for file in repaired)
    if output is not None and is_written:
        key = files_key(((name, digest) for name, digest, _ in uploads), lambda _: {}, PROVIDERS[provider])
        _write(repaired, download_digest(key, PROVIDERS[provider], options), output, replace)
    elif judged.level != "accepted":
        can_write = any(file.kept for file in repaired)
        say(f"Nothing is written.{' --output writes the repaired batch.' if can_write else ''}")
    is_whole = not any(file.left_out for file in repaired)
    return 0 if judged.level == "accepted" or (judged.level == "repaired" and is_written and is_whole) else 1


def _uploads(names: Sequence[str]) -> Iterator[tuple[str, str, bytes]]:
    """The name, digest and bytes of each file, unpacked; of files with the same bytes, only the first.

    Raises:
        Unreadable: a file is broken, or is not a batch file.
    """
    known = set()
    for path in find_files(names):
        uploads, problems = read_upload(path.read_bytes(), path.name)
        if problems:
            raise problems[0]
        for upload in uploads:
            digest = sha256(upload.data).hexdigest()
            if digest not in known:
                known.add(digest)
                yield _accepted(upload), digest, upload.data


def _accepted(upload: Upload) -> str:
    """The name of a file that may be a batch file."""
    if problem := batch_input_problem(upload):
        raise problem
    return upload.name


def _checked(uploads: Sequence[tuple[str, str, bytes]], provider: Provider) -> list[CheckedFile]:
    checked = []
    for name, _, data in uploads:
        with progress(f"Checking {name}, in KB") as tick:
            checked.append(check_file(data, name, provider, tick, {}))
    return checked


def _say_findings(files: Sequence[RepairedFile]) -> None:
    """Writes every finding under what becomes of it, then how the lines add up."""
    sections = in_sections(group_findings(files), files)
    titles = ("Cannot be sent:", "Fixed in the repaired batch:", "Worth knowing:")
    for title, groups in zip(titles, sections, strict=True):
        if groups:
            say(f"\n{title}")
        for group in groups:
            say(f"- {IMPACT_LABELS[group.impact]}: {without_backticks(group.rule.title)} ({_where(group, files)}).")
            if groups is not sections.fixed:
                say(f"  {without_backticks(group.rule.todo)}")
    kept, left_out = sum(len(file.kept) for file in files), sum(len(file.left_out) for file in files)
    say(f"\n{counted(kept + left_out, 'request')} = {kept:,} to send + {left_out:,} left out.")


def _where(group: FindingGroup, files: Sequence[RepairedFile]) -> str:
    """`line 3`, `lines 3, 9`; with the name of the file where there are several."""
    places: dict[int, dict[int, None]] = {number: {} for number, _ in group.findings}
    for number, finding in group.findings:
        places[number] |= {finding.line: None} if finding.line else {}
    return "; ".join(
        (f"{files[number].checked.name}, " if len(files) > 1 else "") + _lines(lines)
        for number, lines in places.items()
    )


def _lines(lines: Collection[int]) -> str:
    return f"{'line' if len(lines) == 1 else 'lines'} {listed(lines)}" if lines else "the whole file"


def _write(files: Sequence[RepairedFile], digest: str, output: str, replace: bool) -> None:
    """Writes the batch; beside it the lines left out and the new ids, under the names of the page's downloads."""
    download = plan_download(files, digest)
    path = _path(download, output)
    path.parent.mkdir(parents=True, exist_ok=True)
    written = [(path, [write_download(download)])]
    if any(file.left_out for file in files):
        written.append((path.with_name(left_out_name(files, digest)), [write_left_out(files)]))
    if any(file.new_ids for file in files):
        written.append((path.with_name(f"new-ids_{digest}.csv"), [write_new_ids(files)]))
    for name in write_files(written, replace):
        say(str(name))


def _path(download: CheckDownload, output: str) -> Path:
    """The file to write.

    Raises:
        click.UsageError: the name's ending belongs to another kind of file.
    """
    path, ending = Path(output), Path(download.file_name).suffix
    if output.endswith(("/", "\\")) or path.is_dir():
        return path / download.file_name
    if (path.suffix.lower() == ".zip") != (ending == ".zip"):
        raise click.UsageError(f'The repaired batch is a {ending} file, and "{output}" names another kind.')
    return path
