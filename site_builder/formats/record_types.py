"""The words by which sources name a work's type and its status, in the ways of programs and of people."""

from __future__ import annotations

import re
from functools import cache

from site_builder.text.folding import fold

#: CSL's types, each with the words that mean it; words are compared without case, accents, spaces and signs.
_TYPES: dict[str, str] = {
    "article-journal": """article|journal article|journal|journal paper|articlejournal|review|review article|research
        article|original article|original research|short survey|letter|editorial|editorial material|note|meeting
        abstract|data paper|erratum|correction|serial|electronic article|brief report|case report|rapid communication
        |academic journal|periodical article|journal articles|journal publication|article in journal|zeitschriftenartikel
        |zeitschriftenaufsatz|aufsatz|journalartikel|article de revue|article de journal|articolo|articolo in rivista
        |articulo|articulo de revista|artigo|artigo de periodico|artigo de revista|tijdschriftartikel|artikel|论文|期刊论文
        |期刊文章|期刊|雑誌論文|学術論文|学術雑誌論文|原著論文|학술지논문|학술지|статья|журнальная статья|статья в журнале|art""",
    "paper-conference": """conference paper|conference|proceedings paper|proceedings article|conference proceedings|in
        proceedings|inproceedings|conference article|conference contribution|workshop paper|workshop|conference full
        paper|conference short paper|article conference|paper conference|cpaper|conference papers|konferenzbeitrag
        |tagungsbeitrag|konferenzpaper|communication|communication dans un congres|acte de conference|acte de colloque
        |contributo in atti di convegno|contributo a convegno|ponencia|comunicacion en congreso|trabalho em anais
        |trabalho completo em anais|artigo em conferencia|congresbijdrage|会议论文|国際会議|国際会議論文|国内会議|会議論文
        |학술대회|학술대회논문|доклад|материалы конференции""",
    "book": """book|monograph|books|whole book|buch|monographie|monografie|livre|ouvrage|libro|monografia|livro|boek|书
        |专著|图书|著書|単行本|저서|단행본|книга|монография|ebook|electronic book|livrecomplet""",
    "chapter": """book chapter|chapter|book section|in book|inbook|incollection|in collection|book chapters|buchkapitel
        |kapitel|beitrag in sammelband|sammelbandbeitrag|chapitre|chapitre d ouvrage|chapitre de livre|capitolo
        |capitolo di libro|contributo in volume|capitulo|capitulo de libro|capitulo de livro|hoofdstuk|boekhoofdstuk
        |章节|章|分担執筆|глава|глава в книге|encyclopedia article|reference entry""",
    "thesis": """thesis|dissertation|phd thesis|phdthesis|doctoral thesis|doctoral dissertation|masters thesis|master
        thesis|mastersthesis|bachelor thesis|dissertation thesis|doktorarbeit|masterarbeit|bachelorarbeit|habilitation
        |these|these de doctorat|memoire|tesi|tesi di dottorato|tesis|tesis doctoral|tese|tese de doutorado|dissertacao
        |proefschrift|学位论文|博士论文|学位論文|博士論文|修士論文|학위논문|диссертация""",
    "article": """preprint|pre print|posted content|working paper|arxiv preprint|e print|eprint|vorabdruck|prepublication
        |prepublicacion|预印本|プレプリント|препринт|unpublished|article preprint""",
    "report": """report|technical report|techreport|tech report|research report|white paper|deliverable|bericht
        |forschungsbericht|rapport|rapporto|informe|relatorio|报告|報告書|技術報告|보고서|отчет|working papers|discussion
        paper|government document""",
    "dataset": "dataset|data set|data|datensatz|jeu de donnees|数据集|データセット|데이터셋",
    "software": "software|computer program|code|tool|logiciel|programm|软件|ソフトウェア|소프트웨어",
    "patent": "patent|patente|brevet|brevetto|patents|octrooi|专利|特許|특허|патент",
    "speech": "talk|presentation|invited talk|lecture|speech|vortrag|conference presentation|oral presentation|slides",
    "manuscript": "manuscript|manuskript",
    "webpage": "web page|webpage|website|web site|online|electronic resource|internet communication|electronic source",
    "post-weblog": "blog post|blogpost|blog|post weblog",
    "article-magazine": "magazine article|magazine|article magazine|zeitschrift",
    "article-newspaper": "newspaper article|newspaper|article newspaper|zeitungsartikel",
    "entry-encyclopedia": "encyclopedia entry|entry encyclopedia|lexikoneintrag|encyclopedia",
    "review-book": "book review|rezension|buchbesprechung|compte rendu|review book|recensione|resena|书评|書評",
    "collection": "edited book|collection|edited volume|proceedings|sammelband|herausgeberband|book series",
    "standard": "standard|norm",
    "document": "document",
}
#: Words of a status → the word that is kept. "Published" and "final" say nothing that an entry doesn't.
_STATUSES: dict[str, str] = {
    "in press": """in press|in print|article in press|im druck|sous presse|en prensa|in corso di stampa|no prelo|in druk|印刷中
        |在印|в печати|online first|early access|ahead of print|epub ahead of print|aheadofprint""",
    "accepted": """accepted|accepted for publication|angenommen|accepte|aceptado|accettato|aceito|aceite|geaccepteerd|to
        appear|forthcoming|a paraitre|erscheint|im erscheinen|in erscheinung|de proxima aparicion|in uscita|採択|採択済|已接收|录用
        |принято|принята|принята в печать|게재예정|conditionally accepted|accept""",
    "submitted": """submitted|under review|in review|under submission|eingereicht|in begutachtung|soumis|enviado|sottomesso
        |submetido|ingediend|投稿中|査読中|已投稿|在审|на рецензии|подана|심사중|under revision|in revision|revise and resubmit
        |minor revision|major revision|r r""",
    "in preparation": "in preparation|in prep|draft|in vorbereitung|en preparation|en preparacion|in preparazione|準備中",
    "withdrawn": "withdrawn|zurueckgezogen|retire|retirado|ritirato",
    "retracted": "retracted|retracted publication|retraktiert|retracte",
}
_SILENT = frozenset(("published", "final", "publie", "publicado", "pubblicato", "veroeffentlicht", "veroffentlicht"))


def spell(text: str) -> str:
    """Return a word or a name as it is compared here: no case, no accents, no spaces, no signs."""
    return fold(text).replace(" ", "")


@cache
def _index(table_name: str) -> dict[str, str]:
    table = _TYPES if table_name == "types" else _STATUSES
    return {spell(word): meant for meant, words in table.items() for word in words.split("|")}


def read_type(text: str) -> str:
    """Return CSL's name for a type that a source states, or nothing. Of several, the last one known is the most
    telling: ``Article; Proceedings Paper``."""
    known = _index("types")
    if found := known.get(spell(text)):
        return found
    return next((kind for part in reversed(re.split(r"[;/|,]", text)) if (kind := known.get(spell(part)))), "")


def read_status(text: str) -> str:
    """Return the word kept for a status that a text states and nothing else; empty for any other text."""
    if len(text) > 40:
        return ""
    known = _index("statuses")
    bare = spell(text)
    return known.get(bare, "") or known.get(re.sub(r"\d{4}", "", bare), "")


def is_silent_status(text: str) -> bool:
    """Tell whether a text says no more than that a work was published."""
    return spell(text) in _SILENT
