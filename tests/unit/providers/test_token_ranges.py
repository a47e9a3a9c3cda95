"""The estimated tokens of a text, against the counts of real tokenizers."""

import subprocess
import sys
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.providers.token_ranges import MESSAGE_TOKENS, METHOD, REPLY_TOKENS, column_tokens, text_tokens

# The counts of cl100k_base, o200k_base (tiktoken's patterns), Qwen 3's and Llama 3's tokenizers, in this order.
COUNTED = [
    (
        "English",
        (
            "I ordered this lamp at the beginning of October, and it arrived four days later, well packed. The li"
            "ght is soft and warm, and it is a pleasure to read by it in the evening. The only thing I did not li"
            "ke is the short cord: I had to buy an extension. Customer service answered the same day and offered "
            "to refund part of the price. All in all I am happy with it and would recommend it to friends, though"
            " the manual could say more."
        ),
        (96, 96, 96, 96),
    ),
    (
        "German",
        (
            "Ich habe die Lampe Anfang Oktober bestellt, und sie kam nach vier Tagen gut verpackt an. D"
            "as Licht ist weich und warm, abends liest man gerne dabei. Das Einzige, was mir nicht gefä"
            "llt, ist das kurze Kabel: Ich musste eine Verlängerung kaufen. Der Kundendienst antwortete"
            " noch am selben Tag und bot mir an, einen Teil des Preises zu erstatten. Insgesamt bin ich"
            " zufrieden und empfehle sie weiter, auch wenn die Anleitung ausführlicher sein könnte."
        ),
        (124, 100, 124, 123),
    ),
    (
        "Russian",
        (
            "Я заказал эту лампу в начале октября, и она пришла через четыре дня, хорошо упакованная. С"
            "вет мягкий и тёплый, вечером при нём приятно читать. Единственное, что мне не понравилось,"
            " — короткий провод: пришлось покупать удлинитель. Служба поддержки ответила в тот же день "
            "и предложила вернуть часть денег. В целом я доволен покупкой и советую её друзьям, хотя ин"
            "струкция могла бы быть подробнее."
        ),
        (193, 99, 125, 118),
    ),
    (
        "Chinese",
        (
            "我在十月初买了这盏灯,四天后就收到了,包装得很好。灯光柔和温暖,晚上看书很舒服。唯一不满意"
            "的是电线太短,我只好另外买了一根延长线。客服当天就回复了我,并且主动提出退还一部分钱。总的"
            "来说我很满意,也会推荐给朋友,虽然说明书可以写得更详细一些。"
        ),
        (147, 96, 74, 107),
    ),
    (
        "Japanese",
        (
            "十月の初めにこのランプを注文し、四日後にきちんと梱包されて届きました。光はやわらかく温かみ"
            "があり、夜の読書にぴったりです。ひとつだけ残念なのはコードが短いことで、延長コードを買わな"
            "ければなりませんでした。問い合わせにはその日のうちに返事があり、代金の一部を返金してくれる"
            "とのことでした。全体としては満足していて、友人にも勧めたいと思いますが、説明書はもう少し詳"
            "しくてもよいと思います。"
        ),
        (196, 143, 117, 136),
    ),
    (
        "Arabic",
        (
            "طلبت هذا المصباح في بداية شهر أكتوبر ووصل بعد أربعة أيام وهو مغلف بشكل جيد. الضوء ناعم ودا"
            "فئ والقراءة بجانبه في المساء ممتعة. الشيء الوحيد الذي لم يعجبني هو أن السلك قصير، فاضطررت "
            "إلى شراء وصلة إضافية. ردت خدمة العملاء في اليوم نفسه وعرضت إعادة جزء من المبلغ. أنا راض عن"
            " الشراء بشكل عام وأنصح به أصدقائي، مع أن دليل الاستخدام كان يمكن أن يكون أكثر تفصيلا."
        ),
        (251, 108, 127, 129),
    ),
    (
        "Korean",
        (
            "시월 초에 이 램프를 주문했는데 나흘 뒤에 잘 포장되어 도착했습니다. 빛이 부드럽"
            "고 따뜻해서 저녁에 책을 읽기에 좋습니다. 한 가지 아쉬운 점은 전선이 짧다는 것"
            "이어서 연장선을 따로 사야 했습니다. 고객센터는 그날 바로 답장을 보내 금액의 일"
            "부를 돌려주겠다고 했습니다."
        ),
        (151, 92, 101, 91),
    ),
    (
        "Hindi",
        (
            "मैंने अक्टूबर की शुरुआत में यह लैंप मंगवाया था और यह चार दिन बाद अच्छी तरह पैक होकर पहुँचा"
            "। रोशनी नरम और गर्म है, शाम को इसके पास पढ़ना अच्छा लगता है। एक ही बात पसंद नहीं आई कि तार"
            " छोटा है, मुझे एक और तार खरीदना पड़ा।"
        ),
        (229, 67, 210, 107),
    ),
    (
        "code",
        (
            "def total(rows, *, vat=0.19):\n"
            '    """The sum of all rows, VAT included."""\n'
            '    net = sum(row["price"] * row["count"] for row in rows if row.get("price") is not None)\n'
            "    return round(net * (1 + vat), 2)\n"
        ),
        (62, 62, 63, 62),
    ),
    (
        "JSON",
        (
            '{"id": 48213, "name": "Desk lamp", "price": 39.9, "tags": ["light", "office"], "size": {"w": 20, "h"'
            ': 45}, "sold": true, "date": "2026-10-04"}'
        ),
        (62, 62, 72, 62),
    ),
    (
        "numbers",
        ("39.90 120 7 2026 18.5 0.004 1,299.00 48213 15 600 3.14159 92 41 7730"),
        (43, 43, 68, 43),
    ),
]

IDS = [case[0] for case in COUNTED]


@pytest.mark.parametrize(("text", "counts"), [case[1:] for case in COUNTED], ids=IDS)
def test_the_range_holds_the_counts_of_tokenizers(text: str, counts: tuple[int, ...]) -> None:
    low, high = text_tokens(text)
    assert low <= min(counts) <= max(counts) <= high


@pytest.mark.parametrize(("text", "counts"), [case[1:] for case in COUNTED], ids=IDS)
def test_the_range_is_narrow(text: str, counts: tuple[int, ...]) -> None:
    low, high = text_tokens(text)
    assert min(counts) / 2 < low
    assert high < 2 * max(counts)


def test_an_empty_text_has_no_tokens() -> None:
    assert text_tokens("") == (0, 0)


@pytest.mark.parametrize("text", ["a", "no", ".", " ", "\0", "é", "世", "\ud800"])
def test_a_short_text_may_have_one_token(text: str) -> None:
    low, high = text_tokens(text)
    assert 0 < low <= 1 <= high


def test_an_empty_column_has_no_tokens() -> None:
    low, high = column_tokens([])
    assert (len(low), len(high)) == (0, 0)


TEXTS = st.text(st.characters(codec=None))


@given(st.lists(TEXTS))
def test_a_column_equals_its_cells_one_by_one(cells: list[str]) -> None:
    low, high = column_tokens(cells)
    assert list(zip(low.tolist(), high.tolist(), strict=True)) == [text_tokens(cell) for cell in cells]


@given(TEXTS)
def test_low_is_never_above_high(text: str) -> None:
    low, high = text_tokens(text)
    assert 0 <= low <= high


@given(TEXTS, TEXTS)
def test_more_text_never_has_fewer_tokens(text: str, more: str) -> None:
    assert all(np.array(text_tokens(text + more)) >= np.array(text_tokens(text)) - 1e-9)


@given(TEXTS.filter(bool))
def test_every_character_counts(text: str) -> None:
    assert text_tokens(text)[0] >= 0.18 * len(text) - 1e-9


def test_a_long_column_equals_its_cells() -> None:
    cells = [text for _, text, _ in COUNTED] * 300
    low, high = column_tokens(cells)
    assert len(low) == len(high) == len(cells)
    assert (low[-1], high[-1]) == text_tokens(cells[-1])


def test_a_long_column_takes_little_time() -> None:
    """35 MB, usually in a tenth of a second."""
    cells = [(COUNTED[0][1] * 2)[:700]] * 50_000
    start = time.process_time()
    column_tokens(cells)
    assert time.process_time() - start < 5


def test_tokens_import_no_network_modules() -> None:
    code = "import sys, lib.providers.token_ranges; print({'socket', 'urllib.request', 'ssl'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"


def test_the_method_is_a_sentence() -> None:
    assert METHOD.startswith("Estimated from")
    assert METHOD.endswith(".")


@pytest.mark.parametrize("added", [MESSAGE_TOKENS, REPLY_TOKENS])
def test_a_chat_adds_a_range_of_tokens(added: tuple[int, int]) -> None:
    assert 0 < added[0] < added[1] < 10
