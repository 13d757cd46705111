"""The words that sentences are made of, as tables. Written for this purpose; knows no grammar.

Everything here is clean: a straight apostrophe, three dots, plain spaces.
"""

from __future__ import annotations

from typing import Final


def _lines(block: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in block.strip().splitlines())


def _words(block: str) -> tuple[str, ...]:
    return tuple(block.split())


TEMPLATES: Final = _lines(
    """
    Vous {ez} {object} et {ez} {object}, {manner}.
    Vous {ez} {object} {place}.
    Rattaché·e {boss}, vous {ez} {object} {manner}.
    Sous la responsabilité {ofboss}, vous {ez} {object} ; vous {ez} aussi {object}.
    Nous recherchons, pour notre site de {town}, {job} ({mark}) en {contract}.
    Le poste est à pourvoir {when}, {hours}, {place}.
    Rémunération : {amount} € à {amount} € bruts par an, {pay}.
    D'un naturel {quality}, vous aimez {object} et savez {er} {object}.
    Notre cœur de métier : {er} {object}, {manner}.
    Titulaire d'un {degree}, vous justifiez d'au moins {small} ans d'expérience {place}.
    {Company} compte {number} collaborateurs répartis sur {small} sites, à {town} et à {town}.
    Vous avez dit « {slogan} » ? {slogan2}, {when}...
    Ce que nous offrons : {perk}, {perk}, {perk} et {perk}.
    Atelier de {number} m², chauffé à {small} °C ; {perk}.
    Votre mission est {de_er} {object}, {de_er} {object} et {de_er} {object}.
    Permis B obligatoire - {when}, {place}.
    Vous êtes reconnu·e pour {your} et {your}, mais surtout pour {your}.
    Le processus : un échange avec {name}, {small} entretiens, puis une réponse sous {number} heures !
    {slogan2}, c'est aussi {er} {object} : nous cherchons quelqu'un {of_quality}.
    Des notions {of_language} (niveau {level}) sont appréciées ; {language} est un plus.
    Engagés pour {cause}, nous étudions toutes les candidatures à compétences égales.
    Prise de poste souhaitée {when} - {contract} de {small} heures.
    Encadrement d'une équipe de {small} à {number} personnes, dont {small} apprenti·e·s.
    Pourquoi nous rejoindre ? Parce qu'ici, {slogan}.
    {name}, {job} à {town} depuis {year}, raconte : « {slogan2}. »
    Vous maîtrisez {tool}, {tool} et, si possible, {tool}.
    L'{vowel} {of_company} a {small} ans : {slogan}.
    Contactez {name} au 0{small} {two} {two} {two} {two}, entre {small} h et {small} h {two}.
    {Company}, {sector}, recrute {job} pour {er} {object}.
    {small} % de notre chiffre d'affaires ({number} M€) vient {of_sector}.
    Au programme : {er} {object}, {er} {object}, {er} {object}, etc.
    D'un bout à l'autre du trajet {town} - {town}, vous {ez} {object}. {slogan2} !
    Diplômé·e d'un {degree} ? Débutant·e ? {slogan2}.
    Une grande aisance {of_language} est exigée pour {er} {object} {place}.
    Réf. {code}/{year} - {job} ({mark}), {town}, {contract}.
    Le 1er septembre {year}, {Company} a ouvert {small} agences, soit {number} postes.
    Charge utile : {number} kg, tolérance ± {small} mm, {small} ½ journées par mois.
    Chez {Company}, {slogan} ; {slogan}.
    Nos valeurs : {quality}, {quality}, {quality} ? Disons plutôt {your}.
    Envoyez CV et lettre à {name}, {job}, en précisant la référence {code}.
    """
)

VERBS: Final = _words(
    """
    accompagner accueillir+ actualiser adapter administrer agencer analyser animer appliquer apporter archiver
    assembler assister assurer auditer améliorer calculer calibrer cartographier chiffrer classer codifier
    coller commander communiquer configurer conseiller consolider contrôler coordonner corriger créer
    dessiner développer diagnostiquer diriger déclarer déployer dépanner détecter détailler encadrer
    encaisser enregistrer entraîner estimer examiner expliquer expérimenter exploiter exécuter facturer
    façonner fidéliser former formuler gérer identifier implanter importer imputer inspecter installer
    intégrer inventorier légaliser livrer manœuvrer manipuler mesurer modéliser monter motiver négocier
    ordonnancer organiser orienter paramétrer participer+ passer piloter planifier présenter préparer
    programmer proposer prospecter préserver publier qualifier rapprocher recenser recruter rénover renseigner
    repérer représenter rédiger régler réceptionner réaliser réviser sécuriser sensibiliser signaler simuler
    superviser surveiller tester tracer traiter transporter trier usiner valider valoriser vérifier éditer
    élaborer élargir+ éclairer épauler équiper établir+ étudier évaluer
    """
)
"""Infinitives. The second person plural is made of those without a plus sign, which are all regular."""

NOUNS: Final = _lines(
    """
    les commandes
    la réception des marchandises
    le suivi des livraisons
    l'accueil téléphonique
    les états financiers
    la trésorerie
    les appels d'offres
    le portefeuille de clients
    les dossiers d'assurance
    la veille réglementaire
    les procédures d'hygiène
    le plan de formation
    l'intégration des stagiaires
    les fiches de paie
    la relation avec les bailleurs
    le parc de véhicules
    les machines à commande numérique
    la chaîne du froid
    les contrôles périodiques
    la maintenance préventive
    l'entretien des espaces verts
    les bâtiments classés
    la main-d'œuvre
    les travaux de second œuvre
    la mise en œuvre du cahier des charges
    les réunions de chantier
    les tableaux de bord
    l'inventaire
    le budget prévisionnel
    la communication interne
    les réseaux sociaux
    la boutique en ligne
    les supports pédagogiques
    l'emploi du temps
    les résidents
    les soins de nuit
    la pharmacie à usage intérieur
    les prélèvements
    l'échantillonnage
    les essais en laboratoire
    la traçabilité des lots
    les quais de déchargement
    le réseau électrique
    les bornes de recharge
    l'étanchéité des toitures
    les maquettes numériques
    la base de données
    les serveurs
    le code source
    les tests d'intrusion
    la démarche qualité
    le bilan carbone
    le tri des déchets
    les hôtes et les hôtesses
    la carte des vins
    les buffets
    l'arrière-cuisine
    la pâtisserie
    le rayon traiteur
    la caisse centrale
    les tournées
    la sûreté des sites
    les rondes
    l'étude des sols
    les relevés de géomètre
    le raccordement des réseaux
    les actes notariés
    la paie des intérimaires
    les créances douteuses
    l'affacturage
    les sinistres
    la bibliothèque
    les fonds européens
    le mécénat
    les bénévoles
    l'aïeul du logiciel
    les élèves
    la crèche
    """
)
ADJUNCTS: Final = _lines(
    """
    du site
    de la région
    des agences voisines
    du département
    de nos adhérents
    du groupe
    de la filière
    à l'international
    en période de pointe
    des collectivités
    des grands comptes
    du pôle santé
    de l'établissement
    du réseau
    en lien avec le siège
    """
)
MANNERS: Final = _lines(
    """
    dans le respect des délais
    avec rigueur
    au plus près du terrain
    en toute autonomie
    d'après les plans
    selon les règles de l'art
    en binôme
    sans jamais perdre de vue la sécurité
    grâce à des outils récents
    à l'aide d'une équipe soudée
    du premier appel jusqu'à la facture
    avec le souci du détail
    en français comme en anglais
    à chaque étape
    quoi qu'il arrive
    """
)
PLACES: Final = _lines(
    """
    au sein de l'atelier
    à l'agence
    dans un cadre verdoyant
    en télétravail deux jours sur cinq
    au siège
    sur les chantiers
    chez nos clients
    dans un poste similaire
    à l'hôpital
    en établissement
    dans l'entrepôt
    au bord du canal
    en déplacement
    dans nos trois boutiques
    à deux pas de la gare
    """
)
BOSSES: Final = _lines(
    """
    directeur de l'agence
    responsable des opérations
    chef d'atelier
    gérant
    président
    directeur des systèmes d'information
    chef de cuisine
    responsable qualité
    directeur financier
    conducteur de travaux
    médecin coordonnateur
    proviseur
    """
)
JOBS: Final = _lines(
    """
    un technicien de maintenance
    une aide-soignante
    un chargé d'affaires
    une ingénieure méthodes
    un œnologue
    une conductrice de travaux
    un maître d'hôtel
    une développeuse
    un·e assistant·e de direction
    un·e chargé·e de recrutement
    un contrôleur de gestion
    une infirmière coordinatrice
    un menuisier
    une ébéniste
    un chauffeur-livreur
    une géomètre
    un·e éducateur·rice
    un préparateur de commandes
    une juriste
    un électromécanicien
    un chef de rang
    une gouvernante
    un·e attaché·e de presse
    un magasinier cariste
    une opticienne
    un·e formateur·rice
    un pâtissier
    une architecte
    un échafaudeur
    une comptable
    """
)
TOWNS: Final = _lines(
    """
    Villeurbanne
    Besançon
    Nîmes
    Orléans
    Saint-Étienne
    Sète
    Châlons-en-Champagne
    Épinal
    Angoulême
    Évry
    Lège-Cap-Ferret
    Fréjus
    Béziers
    Mâcon
    Moëlan-sur-Mer
    L'Haÿ-les-Roses
    Saint-Rémy-de-Provence
    Thonon-les-Bains
    Bruxelles
    Liège
    Genève
    Luxembourg
    Montréal
    Saint-Denis de La Réunion
    Nouméa
    Bourg-en-Bresse
    Pointe-à-Pitre
    Crépy-en-Valois
    Ajaccio
    Hénin-Beaumont
    Le Crès
    Aix-en-Provence
    Mont-de-Marsan
    Villefranche-sur-Saône
    """
)
CONTRACTS: Final = _lines(
    """
    CDI
    CDD de 6 mois
    intérim
    alternance
    stage conventionné
    contrat d'apprentissage
    CDI à temps partagé
    vacation
    contrat saisonnier
    """
)
MARKS: Final = ("H/F", "F/H", "F/H/X", "h/f")
WHENS: Final = _lines(
    """
    dès que possible
    à la rentrée
    dès février
    à partir du 1er juin
    au retour de Noël
    avant l'été
    d'ici à août
    après la période d'essai
    trois fois par an
    le plus tôt possible
    en fin d'année
    dès le premier mois
    """
)
HOURS: Final = _lines(
    """
    à temps plein
    du lundi au vendredi
    de 8 h 30 à 17 h
    en 3 x 8
    39 heures par semaine
    un week-end sur deux
    à mi-temps
    de nuit
    en horaires décalés
    """
)
PAYS: Final = _lines(
    """
    selon l'expérience
    plus une prime d'objectifs
    sur treize mois
    avec intéressement
    mutuelle comprise
    à négocier
    hors panier repas
    selon la convention
    """
)
PERKS: Final = _lines(
    """
    mutuelle prise en charge à 80 %
    tickets restaurant
    RTT
    intéressement
    prime de cooptation
    vélo de fonction
    salle de sport
    parking et vestiaires sur place
    crèche d'entreprise
    chèques-vacances
    compte épargne-temps
    café à volonté
    formation continue
    véhicule de service
    restaurant d'entreprise
    plan d'épargne
    deux jours de télétravail
    billetterie du comité
    """
)
DEGREES: Final = _lines(
    """
    Bac + 2
    BTS
    CAP pâtisserie
    diplôme d'ingénieur
    Bac pro
    master
    BUT génie civil
    titre d'aide-soignant
    brevet d'État
    doctorat
    """
)
QUALITIES: Final = _words(
    """
    curieux rigoureux autonome créatif posé méthodique franc enjoué patient dynamique tenace réfléchi organisé
    diplomate loyal persévérant souple déterminé passionné minutieux exigeant discret engagé honnête
    """
)
YOURS: Final = _lines(
    """
    votre rigueur
    votre sens du relationnel
    votre capacité d'adaptation
    votre goût du défi
    votre esprit d'équipe
    votre maîtrise de soi
    votre sens de l'humour
    votre écoute
    votre force de proposition
    votre honnêteté
    votre ponctualité
    votre œil pour les détails
    votre tempérament égal
    """
)
SLOGANS: Final = _lines(
    """
    l'avis de chacun compte vraiment
    rien n'est joué d'avance
    on s'y sent vite à l'aise
    le goût de l'effort s'acquiert tôt
    télétravail
    l'équipe s'élargit chaque année
    la parole est libre
    être à l'heure, c'est déjà être prêt
    nul ne reste sur le côté
    la porte est ouverte
    le travail bien fait se voit
    on apprend en marchant
    ça change tout
    tout le monde tutoie tout le monde
    chaque geste a un sens
    l'œuvre est collective
    le client revient
    on préfère les actes
    """
)
CAUSES: Final = _lines(
    """
    l'égalité des chances
    l'inclusion
    la parité
    le handicap au travail
    la diversité
    l'insertion
    la transition écologique
    """
)
LANGUAGES: Final = _words(
    "allemand anglais espagnol italien portugais néerlandais arabe russe japonais polonais"
)
LEVELS: Final = ("A2", "B1", "B2", "C1", "C2")
TOOLS: Final = _lines(
    """
    le Pack Office
    Excel
    SAP
    AutoCAD
    Python
    la langue des signes
    la soudure TIG
    le pont roulant
    la conduite d'engins
    Salesforce
    le chariot élévateur
    Photoshop
    Sage
    la lecture de plans
    les logiciels métier
    le fraisage
    SolidWorks
    la méthode HACCP
    """
)
SECTORS: Final = _lines(
    """
    leader du second œuvre
    acteur de l'économie sociale
    spécialiste du froid
    éditeur de logiciels
    cabinet d'expertise comptable
    négociant en vins
    entreprise familiale
    coopérative agricole
    bureau d'études
    réseau de crèches
    groupe hôtelier
    transporteur régional
    fabricant de mobilier
    """
)
VOWELS: Final = (
    "aventure",
    "entreprise",
    "atelier",
    "équipe",
    "usine",
    "histoire",
    "école",
    "œuvre",
    "agence",
)
FIRM_STARTS: Final = _words(
    """
    Alté Boré Cœur Déli Éco Fori Gale Héli Inno Juré Kéo Lumi Méca Nova Opti Péri Rhône Sévi Ther Ureka Véri
    Xylo
    """
)
FIRM_ENDS: Final = _words(
    "bat form gère lis médis nergie nord plast pôle sanne sol sys tec trans val vert vie xis"
)
FIRST_NAMES: Final = _words(
    """
    Anaïs Jérôme Maëlle Zoé François Noël Hélène Théo Aïcha Loïc Bérénice Günter Camille Inès Raphaël Gaëlle
    Émile Éléonore Solène Joël Cédric Clémence Stéphane Agnès Rémi Françoise Noémie Thaïs Céline Benoît
    Jean-Loïc
    """
)
LAST_NAMES: Final = _words(
    """
    Lefèvre Hébert Gaudin Müller d'Aÿ Benaïssa Guéhenno Œuvrard Bézard Châtelain Crépin Désiré Etchebarne
    Fabre Garçon Hervé Imbert Joffrin Kérouac Lenoël Maître Nuñez Ortéga Préaux Quéré Rivière Saâdi Tréhard
    Uguen Vasseur
    """
)
FOREIGN_NAMES: Final = _lines(
    """
    Łukasz Wiśniewski
    Zofia Dąbrowska
    Nguyễn Thị Lê
    Trần Văn Đức
    Ștefan Țurcanu
    Ioana Bănică
    İbrahim Yıldız
    Gülşah Öztürk
    Dvořák Jiří
    Žaneta Škodová
    Đorđe Petrović
    Čedomir Šimić
    Ķirsons Jānis
    Rūta Žukauskaitė
    Björk Guðmundsdóttir
    Søren Kjærgård
    Åsa Lindström
    José Ángel Muñoz
    João Gonçalves
    Erzsébet Kővári
    Γιώργος Παπαδόπουλος
    Ольга Кузнецова
    Володимир Їжакевич
    Մարիամ Սարգսյան
    محمد الأمين
    יעל כהן
    王小明
    山田花子
    김민준
    प्रिया शर्मा
    Ngũgĩ wa Thiong'o
    Kālidāsa Ācārya
    """
)
