"""Names to measure the search with: each line one name in the spellings under which it is met.

Written before the rules of app/people/search, and kept separate from them: a rule that is changed to fit a line of
this list makes the list worthless. The first spelling is the registered one, the others are what somebody types.
"""

FIRST = """
Abdelhafid Abdelhafidh Abdulhafid Abd-el-Hafid
Abdallah Abdullah Abdoullah Abdalla
Achraf Ashraf Aschraf
Aymane Ayman Aiman Aymen
Azeddine Azzedine Azedine Ezzeddine
Bouchra Boushra Bushra
Brahim Ibrahim Ibraheem Ebrahim
Chadia Shadia Shadiya
Charifa Sharifa Sherifa
Djamila Jamila Jamilah
Fouzia Fawzia Fauzia Fawziya
Ghizlane Ghizlan Gizlane
Habiba Habibah
Hicham Hisham Hichem
Houria Huriya Hourya
Jaouad Jawad Jawaad
Khalid Khaled Galid
Laïla Leila Layla Leyla
Loubna Lubna Lobna
Mounir Munir Moenir
Mouna Muna Moena
Nourdine Noureddine Nordin Nourreddine Nureddin
Oussama Ousama Usama Osama
Rachida Rashida Raschida
Ridouan Redouane Ridwan Redwan
Saïda Saida Saeeda
Tayeb Taieb Tayyib
Wafae Wafa Wafaa
Yassir Yasser Jasir Yaser
Zakariya Zakaria Zacharia Zekeriya
Zhor Zohour Zohor
Zoubida Zubeida Zobida Zoubeida
Çağla Cagla Chagla
Çiğdem Cigdem
Doğan Dogan
Eyüp Eyup Eyub Ayoub
Gökhan Gokhan Goekhan
Güneş Gunes Guenes
İlknur Ilknur
İsmail Ismail Ismaïl Esmail
Mücahit Mucahit Muecahit Mücahid
Nurcan Noercan
Süleyman Suleyman Soleiman Suleiman Sulayman
Şaban Saban Shaban
Şükran Sukran Shukran
Tuğba Tugba Tuba
Ümit Umit Uemit
Yaşar Yasar Yashar
Oleksandr Olexandr Aleksandr Alexandr Aleksander
Serhiy Sergej Sergei Sergiy Sergey
Dmytro Dmitro Dmitri Dmitry
Yevhen Evhen Yevgen
Kateryna Katerina Ekaterina
Tetyana Tatiana Tatjana Tetiana
Nataliya Natalia Natalja Nataliia
Yuliia Yulia Julia Joelia
Andriy Andrij Andrii Andrey
Grzegorz Gzegorz Grzegosz
Wojciech Wojcieh Voyciech
Zdzisława Zdzislawa Zdislawa
Bogusław Boguslaw Boguslav
Tesfaye Tesfay Tesfai
Tekle Teklé Tekleh
Haymanot Haimanot Haymanoth
Yohannes Johannes Yohanes Johanes
Abraham Abreham Abrham
Mikiele Mikael Michiele Mikiel
Tsehaye Tsehay Sehaye Tsehaie
Ghebre Gebre Gabre
Zewdi Zeudi Zewdie
Asha Aasha Caasha
Cabdi Abdi
Faadumo Fadumo Faduma Fatuma
Xaawo Hawo Hawa Xawo
Maxamed Mohamed Maxamad Mahamed
Cumar Umar Omar
Reza Riza Rida
Hossein Hussein Husayn Hosein Hoessein
Mohsen Muhsin Mohcine Mohsin
Shirin Schirin Chirine Shireen
Jaleh Zhaleh Jale
Kaveh Kawa Kawe
Rezan Rêzan Rezaan
Şirîn Sirin Shirin
Ngoc Ngọc
Thuy Thúy Thuý
Giorgos Georgios Yorgos Jorgos
Eleni Elèni Heleni
Krasimira Krassimira Crasimira
Tsvetan Cvetan Tzvetan
Stoyanka Stojanka Stoianka
Gheorghe Georghe Gheorge
Ştefania Stefania Stefaniya
Yolanda Jolanda Iolanda
Ximena Jimena
Gonçalo Goncalo Gonsalo
Conceição Conceicao Conceisao
Sjaak Shaak Sjaac
Thijs Tijs Thys Tys
Gijsbert Gysbert Gijsbrecht
Wijnand Wynand Wijnant
Cees Kees
Carolien Karolien Caroline
Elisabeth Elizabeth Elisabet
Geertruida Geertruyda Gertruida
Mathijs Matthijs Mathys Matthys
Ruud Ruut Ruudt
Dieuwke Dieuwque Dieuwcke
Sunita Soenita Sunitha
Radjinder Rajinder Radzjinder
Djoemana Joemana Jumana Djumana
Soerin Surin
Koffi Kofi Cofi
Kwabena Quabena Cwabena
Ouafae Wafae
Jhon John Jon
"""

LAST = """
Abdellaoui Abdelaoui Abdallaoui Abdellawi
Achouri Ashouri Achoury
Azzaoui Azaoui Azzawi
Belhaj Belhadj Belhaji
Bouazza Bouaza Buazza
Bouhaddou Bouhadou Buhaddu
Bourkhis Bourquis Burkhis
Chahid Shahid Chaheed
Charkaoui Cherkaoui Sharkaoui Charkawi
Daoudi Dawoudi Daudi Dawdi
Djebli Jebli Jabli
Fakhri Fahri Fakri
Ghannouchi Ghanoushi Gannouchi
Hamdaoui Hamdawi Hamdoui
Jaouhari Jawhari Djaouhari
Kaddouri Kadouri Qaddouri
Kharbouch Karbouch Kharboush
Lakhdar Lakdar Lagdar
Mahjoub Mahdjoub Mahjoeb
Mezouar Mezwar Mezouwar
Nejjar Najjar Nedjar Nejar
Ouahabi Wahabi Ouahaby
Oulkadi Ulkadi Oulkady
Qassimi Kassimi Kasimi Qasimi
Rhazi Ghazi Razi
Sebbar Sebar Sabbar
Tijani Tidjani Tijany Tidzjani
Yacoubi Yakoubi Jacoubi Yaqoubi Jakoebi
Zaoui Zawi Zaoui
Zerhouni Zerhoeni Zerhuni
Akgül Akgul Akguel
Arıkan Arikan
Başaran Basaran Basharan
Bozdağ Bozdag
Büyükkaya Buyukkaya Bueyuekkaya
Çakır Cakir Chakir Tsjakir
Coşkun Coskun Coshkun
Güleç Gulec Guelec
Işık Isik Ishik
Kılıç Kilic Kilich Kılıc
Köse Kose Koese
Özbek Ozbek Oezbek
Şimşek Simsek Shimshek
Türkmen Turkmen Tuerkmen Turcmen
Uçar Ucar
Yıldırım Yildirim Jildirim
Bondarenko Bondarenco
Havrylenko Gavrilenko Havrilenko
Khomenko Chomenko Homenko
Shcherbak Sjtsjerbak Scherbak Shtcherbak
Tkachenko Tkatchenko Tkatsjenko
Zhuravel Zjoeravel Juravel
Vasylenko Wasilenko Vasilenko Vassilenko
Chmielewski Hmielewski Chmielewsky
Jabłoński Jablonski Jablonsky
Krzyżanowska Krzyzanowska Krzizanowska
Ostrowski Ostrowsky Ostrovski
Przybylski Przybilski Przibylski
Szczepaniak Szepaniak Sczepaniak
Żukowska Zukowska Zukovska
Alemayehu Alemayhu Alemajehu
Ghirmay Girmay Ghirmai Girmai
Habtemichael Habtemikael Habtemikel
Kahsay Kahsai Kassay
Mebrahtu Mebrahtou Mebratu
Woldegebriel Weldegebriel Woldegabriel Weldegabriel
Zerezghi Zerezgi Zeresghi
Cismaan Osman Cusmaan
Xirsi Hirsi
Yuusuf Yusuf Joesoef Youssouf
Rezaei Rezai Rezaee Rezaie
Hosseinzadeh Husseinzadeh Hoseinzade
Mohammadi Muhammadi Mohamadi Mohammedi
Shahbazi Sjahbazi Schahbazi
Ghorbani Qorbani Gorbani
Haddadin Hadadin Haddadien
Khoury Khouri Choury Koury
Qaddour Kaddour Kadour
Saleh Salih Salah
Youssef Yousef Jousef
Nguyen Nguyên
Papadopoulos Papadopulos Papadopoulous
Dragomir Dragomier
Hristov Christov Khristov
Zhelyazkov Jeliazkov Zheljazkov
Ciobanu Tsjobanu
Gonçalves Goncalves Gonsalves
Rodrigues Rodriguez Rodriques
Bhagwandin Bhagwandien Baghwandin
Djoekhoer Djoekoer Joekhoer
Jhinkoe Djinkoe Jinkoe
Poeran Puran
Sewgobind Sewgobin Seogobind
Wongsodikromo Wongsodicromo
Dijkstra Dykstra Dijckstra
Hoekstra Hoeckstra Hukstra
Kuyper Kuiper Cuijper Kuijper
Nieuwenhuijs Nieuwenhuys Nieuwenhuis
Ruijs Ruys Ruis
Schravesande Schravezande
Thijssen Tijssen Thyssen
Verhoeff Verhoef Verhoeve
Wijngaarden Wyngaarden Wijngaerden
Zijlstra Zylstra Zeilstra
Claassen Klaassen Claasen Klaasen
Cornelissen Kornelissen Cornelisse
Baptiste Batiste Baptist
Okonkwo Okonquo
Owusu Owoesoe Awusu
Nkunda Nkoenda
Tshibangu Tsjibangoe Chibangu
Sissoko Cissoko Sissokho
Diallo Dialo Jallow
Traoré Traore Trawore
"""

# With a word between that is often left out: before "El", "Aït", "van den" …
PREFIXED = """
El Achouri|El Azzaoui|El Fakhri|El Hamdaoui|El Yacoubi|El Kaddouri|El Zerhouni|El Mezouar|Al Khoury|Al Saleh
Aït Bouazza|Aït Lakhdar|Ait Ouahabi|Ben Tijani|Ben Mahjoub|Ben Charkaoui|Bel Sebbar|Abu Haddadin|Abou Qaddour
van Zijlstra|van den Wijngaarden|van der Schravesande|van de Kuyper|de Ruijs|van Hoekstra|ter Verhoeff|ten Dijkstra
van 't Nieuwenhuijs|op den Cornelissen|in 't Thijssen|von Dragomir|da Rodrigues|dos Gonçalves|de la Baptiste
den Claassen
"""


def families(lines: str) -> list[list[str]]:
    """Each name with its other spellings."""
    return [line.split() for line in lines.strip().splitlines()]


def prefixed() -> list[str]:
    return [name for line in PREFIXED.strip().splitlines() for name in line.split("|")]
