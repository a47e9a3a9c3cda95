"""The downloads of Check: batches within the limits, and the lines left out."""

import io
import json
from zipfile import ZipFile

from lib.check import check_file
from lib.providers import PROVIDERS, Limits
from lib.repair import RepairOptions, repair
from lib.repair.download import plan_download, write_download, write_kept, write_left_out
from tests.support.repaired_files import repaired
from tests.support.request_lines import chat, embed, line, written

DATA = written(line("a"), line("a"), line("b", "body"), line("c", body=chat(model="=m")))


def unzipped(data: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_one_file_gives_one_file() -> None:
    data = written(line("a"), line("b"))
    download = plan_download([repaired(data, name="my batch.txt")], "d1")
    assert (download.file_name, download.mime, download.parts) == ("my_batch_d1.jsonl", "application/jsonl", 1)
    assert write_download(download) == data


def test_each_model_gets_a_file_where_the_provider_requires_it() -> None:
    download = plan_download([repaired(DATA)], "d1")
    assert (download.file_name, download.parts) == ("batch_d1.zip", 2)
    files = unzipped(write_download(download))
    assert list(files) == ["batch_d1_part-01-of-02.jsonl", "batch_d1_part-02-of-02.jsonl", "batch_d1_manifest.csv"]
    assert plan_download([repaired(DATA, "Parasail")], "d1").parts == 1


def test_each_endpoint_gets_a_file() -> None:
    data = written(line("a"), embed("b"), line("c"))
    files = unzipped(write_download(plan_download([repaired(data, "Parasail")], "d1")))
    ids = [
        [json.loads(row)["custom_id"] for row in part.splitlines()] for name, part in files.items() if "part" in name
    ]
    assert ids == [["a", "c"], ["b"]]


def test_a_corrected_url_stays_in_the_same_file() -> None:
    data = written(line("a"), line("b", url="/v1/chat/completion"))
    assert plan_download([repaired(data, "Parasail")], "d1").parts == 1


def test_a_file_is_split_by_the_limits_unless_that_fix_is_off() -> None:
    provider = PROVIDERS["Parasail"].with_limits(Limits(requests=3))
    checked = check_file(written(*(line(f"{number}") for number in range(7))), "a.jsonl", provider)
    assert plan_download([repair(checked, RepairOptions())], "d").parts == 3
    assert plan_download([repair(checked, RepairOptions(disabled=frozenset({"parts"})))], "d").parts == 1


def test_several_files_give_a_zip() -> None:
    one = written(line("a"))
    files = [repaired(one, name="x.jsonl"), repaired(one, name="x.jsonl"), repaired(DATA, name="y.jsonl")]
    download = plan_download(files, "d1")
    assert (download.file_name, download.parts) == ("checked_d1.zip", 4)
    names = ["x_d1.jsonl", "x_2_d1.jsonl", "y_d1_part-01-of-02.jsonl", "y_d1_part-02-of-02.jsonl", "y_d1_manifest.csv"]
    assert list(unzipped(write_download(download))) == names


def test_no_two_files_of_a_zip_have_the_same_name() -> None:
    names = ["x.jsonl", "x.jsonl", "x_2.jsonl", "X.jsonl", "x_2.jsonl"]
    repaired_files = [repaired(written(line(str(number))), name=name) for number, name in enumerate(names)]
    files = unzipped(write_download(plan_download(repaired_files, "d1")))
    assert list(files) == ["x_d1.jsonl", "x_2_d1.jsonl", "x_2_2_d1.jsonl", "X_3_d1.jsonl", "x_2_3_d1.jsonl"]
    assert [json.loads(data)["custom_id"] for data in files.values()] == ["0", "1", "2", "3", "4"]


def test_lines_left_out_are_a_file_of_their_own() -> None:
    file = repaired(DATA)
    assert write_left_out([file]) == DATA.splitlines(keepends=True)[2]
    assert list(unzipped(write_left_out([file, file]))) == ["1_batch_left-out.jsonl", "2_batch_left-out.jsonl"]
    assert write_kept(file).count(b"\n") == 3


def test_lines_left_out_are_normalised() -> None:
    bad = written(line("b", "body"))
    data = written(line("a")) + b"\n\xef\xbb\xbf" + bad.replace(b"\n", b"\r\n")
    assert write_left_out([repaired(data)]) == bad
