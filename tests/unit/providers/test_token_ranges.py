"""The estimated tokens of a text, against the counts of real tokenizers."""

import subprocess
import sys
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.providers.token_families import FAMILIES
from lib.providers.token_ranges import MESSAGE_TOKENS, METHOD, REPLY_TOKENS, column_tokens, text_tokens

# The counts by the tokenizers of each family, in the order of FAMILIES. The longer texts have Llama 3's count too.
COUNTED = [
    (
        "English",
        (
            "I ordered this lamp at the beginning of October, and it arrived four days later, well pack"
            "ed. The light is soft and warm, and it is a pleasure to read by it in the evening. The onl"
            "y thing I did not like is the short cord: I had to buy an extension. Customer service answ"
            "ered the same day and offered to refund part of the price. All in all I am happy with it a"
            "nd would recommend it to friends, though the manual could say more."
        ),
        [(96,), (96,), (96,), (96, 96, 96, 96), (96,), (96,)],
    ),
    (
        "Russian capitals",
        "КОМИТЕТ ПЕРЕНЁС ГОЛОСОВАНИЕ, ПОТОМУ ЧТО ТРОЕ ЧЛЕНОВ ОТСУТСТВОВАЛИ.",
        [(41,), (62,), (47,), (45, 57), (59,), (63,)],
    ),
    (
        "Greek capitals",
        "Η ΕΠΙΤΡΟΠΗ ΑΝΕΒΑΛΕ ΤΗΝ ΨΗΦΟΦΟΡΙΑ ΕΠΕΙΔΗ ΕΛΕΙΠΑΝ ΤΡΙΑ ΜΕΛΗ.",
        [(48,), (99,), (58,), (50, 53), (59,), (98,)],
    ),
    (
        "Korean sentence",
        "배터리는 괜찮은데 화면이 너무 쉽게 긁혀요.",
        [(17,), (31,), (20,), (23, 16), (35,), (32,)],
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
        [(100,), (124,), (124,), (123, 100, 110, 123), (131,), (139,)],
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
        [(99,), (193,), (125,), (126, 91, 119, 118), (162,), (212,)],
    ),
    (
        "Chinese",
        (
            "我在十月初买了这盏灯,四天后就收到了,包装得很好。灯光柔和温暖,晚上看书很舒服。唯一不满意"
            "的是电线太短,我只好另外买了一根延长线。客服当天就回复了我,并且主动提出退还一部分钱。总的"
            "来说我很满意,也会推荐给朋友,虽然说明书可以写得更详细一些。"
        ),
        [(96,), (147,), (74,), (70, 67, 111, 107), (133,), (132,)],
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
        [(143,), (196,), (117,), (125, 93, 136, 136), (209,), (190,)],
    ),
    (
        "Arabic",
        (
            "طلبت هذا المصباح في بداية شهر أكتوبر ووصل بعد أربعة أيام وهو مغلف بشكل جيد. الضوء ناعم ودا"
            "فئ والقراءة بجانبه في المساء ممتعة. الشيء الوحيد الذي لم يعجبني هو أن السلك قصير، فاضطررت "
            "إلى شراء وصلة إضافية. ردت خدمة العملاء في اليوم نفسه وعرضت إعادة جزء من المبلغ. أنا راض عن"
            " الشراء بشكل عام وأنصح به أصدقائي، مع أن دليل الاستخدام كان يمكن أن يكون أكثر تفصيلا."
        ),
        [(108,), (251,), (127,), (130, 106, 104, 129), (327,), (334,)],
    ),
    (
        "Korean",
        (
            "시월 초에 이 램프를 주문했는데 나흘 뒤에 잘 포장되어 도착했습니다. 빛이 부드럽"
            "고 따뜻해서 저녁에 책을 읽기에 좋습니다. 한 가지 아쉬운 점은 전선이 짧다는 것"
            "이어서 연장선을 따로 사야 했습니다. 고객센터는 그날 바로 답장을 보내 금액의 일"
            "부를 돌려주겠다고 했습니다."
        ),
        [(92,), (151,), (101,), (108, 68, 80, 91), (173,), (165,)],
    ),
    (
        "Hindi",
        (
            "मैंने अक्टूबर की शुरुआत में यह लैंप मंगवाया था और यह चार दिन बाद अच्छी तरह पैक होकर पहुँचा"
            "। रोशनी नरम और गर्म है, शाम को इसके पास पढ़ना अच्छा लगता है। एक ही बात पसंद नहीं आई कि तार"
            " छोटा है, मुझे एक और तार खरीदना पड़ा।"
        ),
        [(67,), (229,), (210,), (131, 138, 83, 107), (236,), (242,)],
    ),
    (
        "code",
        (
            'def total(rows, *, vat=0.19):\n    """The sum of all rows, VAT included."""\n    net = sum(r'
            'ow["price"] * row["count"] for row in rows if row.get("price") is not None)\n    return rou'
            "nd(net * (1 + vat), 2)\n"
        ),
        [(62,), (62,), (63,), (66, 67, 64, 62), (74,), (66,)],
    ),
    (
        "JSON",
        (
            '{"id": 48213, "name": "Desk lamp", "price": 39.9, "tags": ["light", "office"], "size": {"w'
            '": 20, "h": 45}, "sold": true, "date": "2026-10-04"}'
        ),
        [(62,), (62,), (72,), (64, 72, 74, 62), (75,), (60,)],
    ),
    (
        "numbers",
        ("39.90 120 7 2026 18.5 0.004 1,299.00 48213 15 600 3.14159 92 41 7730"),
        [(43,), (43,), (68,), (43, 68, 68, 43), (69,), (31,)],
    ),
    (
        "label",
        ("Very satisfied"),
        [(2,), (2,), (2,), (2, 2, 2), (2,), (2,)],
    ),
    (
        "capitals",
        ("WHERE IS MY PARCEL? ORDERED THREE WEEKS AGO, STILL NOTHING!"),
        [(17,), (17,), (17,), (21, 17, 22), (24,), (19,)],
    ),
    (
        "misspelt",
        ("teh lamp arived brokne and teh custmer servise didnt anwser my emial"),
        [(19,), (21,), (21,), (21, 19, 21), (23,), (23,)],
    ),
    (
        "French",
        ("Le colis est arrivé en retard, mais la qualité dépasse largement mes attentes."),
        [(15,), (20,), (20,), (20, 16, 17), (23,), (22,)],
    ),
    (
        "Turkish",
        ("Ürün beklediğimden çok daha kaliteli çıktı, kargo da oldukça hızlıydı."),
        [(19,), (31,), (22,), (34, 19, 25), (38,), (34,)],
    ),
    (
        "Vietnamese",
        ("Sản phẩm tốt hơn tôi mong đợi, giao hàng cũng rất nhanh."),
        [(16,), (29,), (18,), (30, 14, 17), (36,), (42,)],
    ),
    (
        "Thai",
        ("สินค้าดีกว่าที่คิดไว้ และจัดส่งรวดเร็วมาก"),
        [(15,), (37,), (24,), (16, 24, 25), (42,), (73,)],
    ),
    (
        "Hebrew",
        ("המוצר טוב יותר ממה שציפיתי והמשלוח היה מהיר מאוד."),
        [(19,), (45,), (17,), (23, 20, 22), (50,), (44,)],
    ),
    (
        "emoji",
        ("Love it 😍🔥👍🏽 best lamp ever 🎉🎉"),
        [(15,), (22,), (14,), (16, 22, 27), (13,), (21,)],
    ),
    (
        "address",
        ("https://shop.example.com/products/desk-lamp-48213?utm_source=newsletter&ref=a7"),
        [(23,), (23,), (26,), (24, 26, 27), (34,), (29,)],
    ),
    (
        "key",
        ("9f86d081-884c-7d65-9a2f-eaa0c55ad015"),
        [(24,), (24,), (33,), (24, 33, 33), (35,), (25,)],
    ),
    (
        "name",
        ("Dr. Magdalena Wiśniewska-Okonkwo, 14 Bd. Haussmann, 75009 Paris"),
        [(25,), (29,), (33,), (26, 30, 29), (33,), (27,)],
    ),
]

IDS = [case[0] for case in COUNTED]


@pytest.mark.parametrize(("text", "counts"), [case[1:] for case in COUNTED], ids=IDS)
def test_the_range_of_a_family_holds_the_counts_of_its_tokenizers(text: str, counts: list[tuple[int, ...]]) -> None:
    for family, own in zip(FAMILIES, counts, strict=True):
        low, high = text_tokens(text, family)
        assert low <= min(own) <= max(own) <= high, (family.name, low, high, own)


@pytest.mark.parametrize(("text", "counts"), [case[1:] for case in COUNTED], ids=IDS)
def test_the_range_of_a_family_is_narrow(text: str, counts: list[tuple[int, ...]]) -> None:
    for family, own in zip(FAMILIES, counts, strict=True):
        low, high = text_tokens(text, family)
        assert min(own) / 3 < low, family.name
        assert high < 3 * max(own) + 4, family.name


@pytest.mark.parametrize(("text", "counts"), [case[1:] for case in COUNTED], ids=IDS)
def test_the_range_of_an_unknown_model_holds_all_counts(text: str, counts: list[tuple[int, ...]]) -> None:
    low, high = text_tokens(text)
    assert low <= min(map(min, counts)) <= max(map(max, counts)) <= high


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
    code = "import sys, lib.providers.token_ranges; print({'http.client', 'urllib.request', 'ssl'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"


def test_the_method_is_a_sentence() -> None:
    assert METHOD.startswith("Estimated from")
    assert METHOD.endswith(".")


@pytest.mark.parametrize("added", [MESSAGE_TOKENS, REPLY_TOKENS])
def test_a_chat_adds_a_range_of_tokens(added: tuple[int, int]) -> None:
    assert 0 < added[0] < added[1] < 10
