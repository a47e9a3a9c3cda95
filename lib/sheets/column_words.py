"""Words that usual column names have, in the languages that most sheets are in.

They decide where a row of words stands above rows of words, and nothing else does.
"""

_WORDS = """
    id ids uid uuid guid key index idx nr num number code ref reference name names firstname lastname surname
    title titles label labels class category categories type types kind group genre tag tags topic topics subject
    subjects text texts body content contents message messages comment comments note notes remark remarks review
    reviews feedback description desc summary abstract article document headline sentence sentences word words
    phrase term terms token query queries keyword keywords question questions answer answers response responses
    reply prompt prompts completion instruction instructions input output context passage source target original
    translation language lang locale country countries city cities town state region province county district area
    address street zip zipcode postcode postal location place venue continent date day month year time
    timestamp datetime created updated start end begin deadline period week quarter hour duration age sex gender
    price prices cost amount total sum value values quantity qty count currency unit units score scores rating
    ratings rank grade level status stage phase result results outcome priority severity flag active customer
    client user username author authors employee person people member contact company
    organisation organization org employer department team role position job occupation industry sector product
    products item items brand model sku color colour size weight height width length email e-mail mail phone mobile
    telephone fax url link website web domain file filename path image version format hypothesis premise sentiment
    emotion intent entity reason explanation example examples option options choice choices species food
    dish recipe step list film movie song album artist book publisher isbn doi journal course
    lesson chapter section page line row column field definition synonym meaning pronunciation english german
    french spanish italian russian chinese japanese korean portuguese dutch polish arabic turkish latitude
    longitude lat lon lng account iban balance debit credit payee payment invoice order orders supplier vendor
    party candidate agency program project task activity event events
    respondent statement feature features benefit benefits pros cons patient diagnosis ingredient claim
    tweet post posts utterance subcategory subtitle correct expected predicted prediction gold human ai assistant
    system speaker dialogue conversation chat ticket issue complaint request criteria criterion caption theme keyphrase
    slogan idea ideas tone style audience goal goals symptom symptoms treatment en de fr es

    kennung nummer bezeichnung titel kategorie klasse typ gruppe thema inhalt nachricht kommentar anmerkung
    bemerkung bewertung rezension beschreibung zusammenfassung satz wort begriff anfrage frage fragen antwort
    antworten eingabe ausgabe quelle ziel übersetzung sprache land stadt ort bundesland straße strasse plz adresse
    datum monat jahr zeit uhrzeit beginn ende alter geschlecht preis kosten betrag summe wert menge anzahl währung
    einheit ergebnis punkte rang stufe kunde benutzer autor firma unternehmen abteilung beruf branche produkt
    artikel marke modell farbe größe gewicht telefon datei seite zeile spalte vorname nachname buchungstag valuta
    verwendungszweck empfänger auftraggeber umsatz kontonummer saldo

    identifiant numéro nom prénom titre catégorie classe groupe thème sujet texte contenu commentaire remarque avis
    résumé mot terme requête réponse réponses entrée sortie traduction langue pays ville région département rue
    lieu jour mois année heure début fin âge sexe prix coût montant valeur quantité nombre devise unité résultat
    statut utilisateur auteur personne entreprise société service métier secteur produit marque modèle couleur
    taille poids courriel téléphone lien fichier ligne libellé

    identificador número apellido apellidos título categoría clase tipo grupo tema texto contenido mensaje
    comentario comentarios nota observaciones reseña opinión descripción resumen frase palabra consulta pregunta
    preguntas respuesta respuestas entrada salida traducción idioma lengua país ciudad estado provincia dirección
    calle lugar fecha día mes año hora inicio edad sexo género precio coste importe valor cantidad moneda unidad
    resultado puntuación cliente usuario persona empresa departamento cargo producto marca modelo tamaño peso
    correo teléfono enlace archivo página fila

    nome cognome titolo categoria gruppo testo contenuto messaggio commento recensione descrizione riassunto parola
    domanda domande risposta risposte traduzione lingua paese città regione indirizzo luogo giorno mese
    anno ora età sesso genere prezzo costo importo valore quantità unità risultato stato utente autore azienda
    prodotto modello colore

    sobrenome conteúdo mensagem comentário avaliação descrição resumo palavra pergunta perguntas resposta respostas
    tradução língua cidade endereço rua dia mês ano idade preço custo quantia quantidade moeda unidade usuário
    pessoa produto cor tamanho telefone

    naam categorie groep onderwerp tekst inhoud bericht opmerking beoordeling beschrijving samenvatting zin woord
    vraag vragen antwoord antwoorden vertaling taal stad plaats adres straat dag maand jaar tijd leeftijd geslacht
    prijs bedrag waarde aantal eenheid resultaat klant gebruiker persoon bedrijf merk

    nazwa imię nazwisko tytuł kategoria klasa grupa temat treść komentarz opinia opis zdanie słowo pytanie pytania
    odpowiedź odpowiedzi tłumaczenie język kraj miasto ulica dzień miesiąc rok czas wiek płeć cena koszt kwota
    wartość ilość liczba wynik klient osoba

    namn fråga svar pris antal språk navn spørgsmål spørsmål sprog nimi kysymys vastaus kaupunki maa jméno název
    otázka odpověď město země név kérdés válasz város ország ár nume întrebare răspuns oraș țară preț soyad isim
    soru cevap yanıt şehir ülke fiyat tarih metin yorum başlık kategori nama pertanyaan jawaban kota negara harga
    tanggal tên câu hỏi trả lời

    nafn borg spurning svar vardas miestas klausimas atsakymas vārds pilsēta jautājums atbilde linn küsimus vastus ime
    grad pitanje odgovor meno mesto otázka odpoveď ime kraj vprašanje

    номер имя фамилия название заголовок категория класс тип группа тема текст содержание сообщение комментарий
    отзыв описание предложение слово запрос вопрос вопросы ответ ответы перевод язык страна город регион адрес
    улица место дата день месяц год время возраст пол цена стоимость сумма значение количество результат статус
    клиент автор человек компания организация должность товар продукт назва питання відповідь місто країна ціна име
    въпрос отговор

    όνομα τίτλος κατηγορία κείμενο σχόλιο περιγραφή ερώτηση απάντηση γλώσσα χώρα πόλη ημερομηνία τιμή الاسم العنوان
    الفئة النص السؤال سؤال الجواب جواب الإجابة البلد المدينة التاريخ السعر שם כותרת שאלה תשובה עיר מדינה नाम शीर्षक
    प्रश्न उत्तर शहर देश तारीख मूल्य ชื่อ คำถาม คำตอบ เมือง ประเทศ ราคา

    编号 序号 姓名 名字 名称 标题 类别 分类 类型 标签 文本 内容 正文 评论 备注 描述 摘要 句子 问题 提问 答案 回答
    回复 提示 指令 输入 输出 翻译 语言 国家 城市 省份 地区 地址 日期 时间 年份 年 月 日 年龄 性别 价格 金额 数量
    结果 状态 客户 用户 作者 公司 部门 产品 商品 品牌 型号 颜色 编码 电话 邮箱 編號 標題 類別 問題 國家 內容 評論
    名稱 價格 數量 狀態 語言 番号 名前 氏名 題名 タイトル 分類 カテゴリ カテゴリー 種類 ラベル 本文 文章 コメント
    備考 説明 要約 質問 答え 入力 出力 翻訳 言語 国 都市 都道府県 住所 日付 時間 年齢 性別 価格 金額 結果 状態 顧客
    会社 部署 製品 都市名 商品名 会社名 번호 이름 성명 제목 분류 카테고리 종류 라벨 본문 내용 댓글 비고 설명 요약
    질문 답변 대답 입력 출력 번역 언어 국가 나라 도시 지역 주소 날짜 시간 나이 성별 가격 금액 수량 결과 상태 고객
    회사 부서 상품 제품
"""

COLUMN_WORDS = frozenset(_WORDS.split())
