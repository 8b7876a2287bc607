/** How the names of one culture are made: our own lists of ordinary parts, of nobody in particular. */
export interface NameParts {
  /** ISO 3166-1 alpha-2. */
  readonly nationality: string;
  /** How many in a hundred travellers. */
  readonly share: number;
  readonly female: readonly string[];
  readonly male: readonly string[];
  /** A family name is one of these, or a beginning with one or two endings. */
  readonly families: readonly string[];
  readonly beginnings: readonly string[];
  readonly endings: readonly string[];
  readonly order: "given-first" | "family-first";
}

const words = (text: string) => text.trim().split(/\s+/);

/** Given names of two syllables. */
const joined = (first: string, second: string) =>
  words(first).flatMap((one) => words(second).map((other) => `${one}${other}`));

const western = words(`
  Mary Anna Lucy Emma Grace Olivia Sophie Ruth Helen Jane Karen Susan Linda Julie Alison Claire Rachel Laura Sarah Hannah
  Charlotte Amelia Isla Harriet Fiona Heather Megan Kirsty Tracey Donna Wendy Gail Lorraine Beverley Jocelyn Naomi`);
const westernMen = words(`
  John Peter Michael Andrew David Thomas Daniel James Mark Simon Stuart Craig Graham Neil Bruce Keith Ross Liam Oliver
  Henry Jack Lachlan Hamish Angus Nathan Luke Aaron Shane Darren Trevor Wayne Gordon Alan Raymond Leslie Clifford`);

export const cultures: readonly NameParts[] = [
  {
    nationality: "FJ",
    share: 16,
    female:
      words(`Litia Mereseini Salote Ana Vasiti Losalini Adi Unaisi Merewalesi Asenaca Vika Kelera Torika Laisa Miriama
      Alumita Seini Ilisapeci Varanisese Makereta Lavenia Sereana Salanieta Taraivini Akosita Raijeli Venina Luisa Emi Titilia`),
    male: words(`Jone Sitiveni Ratu Epeli Josefa Waisale Apisai Ilaisa Semi Viliame Tevita Inoke Manasa Kitione Savenaca Isikeli
      Mosese Pita Iliesa Sakiusa Netani Emosi Jale Aporosa Timoci Peceli Setareki Ropate Samisoni Maciu`),
    families: words(`Tuilagi Baleiwai Nadolo Radrodro Qarase Tikoduadua Bulitavu`),
    beginnings:
      words(`Vuni Koro Wai Naiva Bale Tuiva Ravu Vaka Qio Raro Cama Dako Loga Nasi Rokotu Sera Tavu Vula Yaba Dele
      Gavi Kubu Lewe Matai Nakau Raga Saki Teke Uluni Waqa Kuri Bola Cava Duru`),
    endings:
      words(`baka vulavula lurua nivalu waqa levu lailai tabu cagi tamana lala batu vesi drau kece lomani sau tini
      dawa kula ciri mataka drodro dra lagi nacola rewa toga bula vatu`),
    order: "given-first",
  },
  {
    nationality: "TO",
    share: 14,
    female:
      words(`Mele ʻAna Sālote Lupe Kalolaine ʻOfa Lesieli Losaline Meleane Sela Siale Vika Tupou Fusi Lavinia ʻIlaisaane
      Hepisipa Kaloline Pauline Soana Telesia Lātai Manusiu Nanise Suliana Paea Lute ʻEseta Fehi ʻAlisi`),
    male: words(`Sione Viliami Tevita Siosaia Semisi Paula Sosefo Mosese Penisimani Siaosi Filipe ʻAisake Maʻake Sitiveni Taniela
      ʻIsileli Lopeti Saia Kalafi Feleti ʻEpeli Havea Uatesoni Nafe Hola Kitione Fotu Solomone Salesi Fangatapu`),
    families: words(`Fifita Moala Latu Vea Havili Mahe Finau Tupou Pōhiva Kioa`),
    beginnings:
      words(`Tau Fale Vai Maka Lolo Fusi Mata Kau Hau Tuku Manu Lau Fono Hala Kolo Lata Moli Niu ʻOto Pālei Siu Taka
      ʻUlu Vaha Fine Hopo Kafoa Langi Mafi Pulu Tonga Tuʻi`),
    endings:
      words(`fa fusi hea papa ola moana langi vai niu ʻuta tonga siki vaka tau hema taki loa kava peau ngata mohe fanga
      tapu ʻaho lahi mālie nima folau hau lea`),
    order: "given-first",
  },
  {
    nationality: "WS",
    share: 14,
    female:
      words(`Malia Sina Lagi Fetū Tusi Faʻafetai Talosaga Leilani Masina Salamasina Lupe Moana Penina Sefina Teuila Tina
      Vaitiare Ruta Litara Elisapeta Fiasili Pepe Mele Ianeta Filomena Alofa Siliva Rosa Tala Olive`),
    male: words(`Ioane Tavita Sefo Tui Faleolo Mika Petelo Iosefa Lafaele Malaki Pati Samuelu Setu Tanielu Viliamu Aleki Etuale
      Fatu Iosua Lua Manu Nofo Pesamino Sami Talaga Ualesi Vaʻa Semi Sione Afa`),
    families: words(`Leota Faumuina Sapolu Tuala Lemalu Toleafoa Aiono Schuster`),
    beginnings:
      words(`Fale Tui Leia Mata Papa Seiu Tau Vaʻa Lea Fuata Aso Mulita Sala Tofi Galu Lepa Nanai Pulo Soli Tago Uili
      Lima Mauʻu Faʻa Leu Sofa Tupa Vili Ala Gale`),
    endings:
      words(`taua lupe maga liʻi tele oo faga iti toa lau moe vao sea gata ulu tū afa nuʻu pepe sili tasi pule ola mai
      talo uta vale aga ese ola`),
    order: "given-first",
  },
  {
    nationality: "PG",
    share: 10,
    female:
      words(`Agnes Rose Dorcas Elizabeth Kila Nao Betty Cathy Delilah Esther Freda Gima Hane Iru Joyce Koni Lina Mea Nancy
      Ovia Priscilla Raka Susan Theresa Vavine Winnie Boio Geua Heni Loa`),
    male: words(`Michael Peter Kila Tau Vagi Morea Gabriel Paul Sam Bire Joseph Moses Wari Koi Gamini Haoda Igo Kaupa Lohia Maino
      Nou Oala Philip Rabbie Sinaka Toua Udu Walo Yama Kerenga`),
    families: words(`Kila Somare Namah Wingti`),
    beginnings:
      words(`Kai Mora Tabu Waka Nali Kopi Gari Bau Oro Sima Vele Hera Daro Igu Kere Lai Mani Nuku Pala Rau Tole Uru Wari
      Yako Aihi Bogi`),
    endings: words(`po ga mbu lo ru kan wai ti ape si vu na gu lia kei ro ma ndi bo ra tau na ki`),
    order: "given-first",
  },
  {
    nationality: "KI",
    share: 6,
    female:
      words(`Tebora Nei Maria Teretia Roota Kaetei Bwakura Tinai Rita Katarina Taabete Ioanna Kaburoro Meere Temaria
      Ritite Tokanikai Teiti Aana Bereti`),
    male: words(`Teburoro Anote Ioteba Taberannang Kabiri Betero Tekeeua Iotua Banuera Natan Tebao Kaure Baraniko Timon Kourabi
      Tiim Rutio Ieremia Tawita Maerere`),
    families: words(`Tito Tong Maamau Onorio Teannaki`),
    beginnings: words(`Te Tabe Kai Nei Rabe Bwa Iere Kau Maa Nata Toa Ube Ara Bure Eke Ioa`),
    endings: words(
      `buroro kabara tarawa bwere ninga kea tonga rawa mata teke bure maroro nibong tara kireue rake`,
    ),
    order: "given-first",
  },
  {
    nationality: "FR",
    share: 6,
    female:
      words(`Hinano Vaea Poerava Tiare Moea Teura Vaiana Heimata Maeva Marie Chantal Sylvie Nathalie Heipua Titaua Ravahere
      Tevaite Hereiti Orama Manuia`),
    male: words(`Teiva Manutea Heimanu Tamatoa Raimana Ariitea Teva Moana Jean-Claude Philippe Tehei Matahi Hiro Tuarii Marama
      Punua Taaroa Vetea Jean-Marie Rocky`),
    families: words(`Temaru Flosse Fritch Tuheiava Sandras`),
    beginnings: words(`Tere Mana Tau Hau Vai Punua Teri Mara Tuhe Ara Fare Moe Nui Puta Rai Tama`),
    endings: words(`iti tea nui hia ura rii vaea mana hau tini roa matai fano toofa ava pau`),
    order: "given-first",
  },
  {
    nationality: "VU",
    share: 5,
    female:
      words(`Leimara Leisale Votausi Rolenas Evelyne Anniette Mothy Leiwia Touasi Jenny Lopaua Leipakoa Morinda Kathy
      Dorothy Marinette Ruben Wesline`),
    male: words(`Kalsakau Willie Kalo Moana Joshua Ralph Sato Bob Charlot Ishmael Alatoi Johnny Esmon Seule Matai Sela Toara
      Jotham Kalmet Tom`),
    families: words(`Lini Natapei Kilman Carcasses Salwai`),
    beginnings: words(
      `Kal Tari Bule Mol Vira Nat Lei Wai Toa Sope Malas Nako Tabi Rory Kaltak Garae`,
    ),
    endings: words(
      `sakau vanua taliu bakon tamata lini song kon mata wia maro lele ngas pau tor rongo`,
    ),
    order: "given-first",
  },
  {
    nationality: "NZ",
    share: 7,
    female: western,
    male: westernMen,
    families:
      words(`Smith Jones Brown Wilson Taylor Anderson Thompson Walker White Martin Clark Harris Robinson Kelly King Campbell
      Mitchell Stewart Scott Murphy Bennett Fraser Hughes Palmer Simpson Reid Watson Marshall Ngata Parata Tamihere`),
    beginnings:
      words(`Ash Black Brad Cart Dun Ed Far Green Hart Hol Kirk Lang Mid New Nor Old Park Red Ship Stan Thorn Under Wal
      West Whit Win Wood`),
    endings:
      words(`by combe cot den field ford ham hill house hurst ington ley low man mere more pole ridge shaw stead stone
      ton ville ward well wick worth`),
    order: "given-first",
  },
  {
    nationality: "CN",
    share: 6,
    female: joined(
      "Xiao Mei Li Yu Jing Ya Hui Xin Wen Shu Qian Rui Lan Hong Yan Ting",
      "ying fang na yan hua ping lan mei rong qin yun xia ling min jie juan",
    ),
    male: joined(
      "Jian Wei Zhi Guo Hao Tian Bo Cheng Da Hong Jia Kai Yong Ming Xiao Zi",
      "guo min ming dong ran yu wen liang wei hao qiang jun feng tao lei long",
    ),
    families:
      words(`Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo He Lin Gao Luo Zheng Liang Xie Tang Deng Feng
      Cao Peng Zeng Xiao Tian Dong Yuan Pan Cai Jiang Yu Du Ye Cheng Wei Su Lu Ding Ren Shen`),
    beginnings: [],
    endings: [],
    order: "family-first",
  },
  {
    nationality: "IN",
    share: 6,
    female:
      words(`Priya Anjali Sunita Kavita Rekha Pooja Deepa Lakshmi Shanti Nirmala Usha Geeta Meena Radha Asha Sarita Manju
      Savita Divya Neha`),
    male: words(`Rajesh Amit Sanjay Vijay Ravi Anil Suresh Ashok Deepak Manoj Rakesh Sunil Vinod Ramesh Arvind Dinesh Mahendra
      Krishna Bhagwan Shiu`),
    families: words(
      `Kumar Singh Prasad Sharma Patel Reddy Chand Lal Narayan Naidu Gounder Pillay Maharaj Goundar Chaudhry Mudaliar`,
    ),
    beginnings: words(`Raja Rama Sura Nara Maha Deva Chandra Krishna Hari Jaga Bala Venkata`),
    endings: words(`gopal murthy swamy nath pal das esh endra mani kant raj dev`),
    order: "given-first",
  },
  {
    nationality: "PH",
    share: 5,
    female:
      words(`Maria Rosario Cristina Lourdes Marites Jocelyn Rowena Gemma Analyn Imelda Corazon Liza Teresita Marivic Josefina
      Luzviminda Aileen Rosalie Evangeline Carmela`),
    male: words(`Jose Antonio Ramon Eduardo Rodrigo Ferdinand Reynaldo Danilo Rogelio Ernesto Renato Arnel Rommel Jericho Mark
      Jayson Noel Gilbert Virgilio Nestor`),
    families:
      words(`Santos Reyes Cruz Bautista Garcia Mendoza Torres Flores Ramos Aquino Villanueva Castillo Mercado Dizon Magsaysay
      Pangilinan Macaraeg Dimaculangan Catacutan Manalastas Lacson Guinto Soriano Abad Navarro Pascual`),
    beginnings: words(`Pangi Maca Dima Cata Mana Lapu Ba Ga Tala Buna Sala Lumi`),
    endings: words(`linan raeg yuga lanta sala puno tuan yanan gasta long dong bao`),
    order: "given-first",
  },
  {
    nationality: "SA",
    share: 5,
    female:
      words(`Fatima Aisha Khadija Maryam Noura Layla Huda Amal Salma Zainab Rania Samira Hanan Dalal Reem Abeer Asma Badria
      Dina Eman Farah Ghada Haifa Ibtisam Jawaher Kawthar Lina Maha Nadia Najla Rasha Sahar Shaima Sumaya Wafa Yasmin`),
    male: words(`Mohammed Ahmed Ali Hassan Hussein Omar Khalid Abdullah Yousef Ibrahim Saleh Faisal Nasser Tariq Hamad Abdulrahman
      Abdulaziz Majid Rashid Waleed Adel Badr Bandar Fahad Ghazi Hisham Ismail Jamal Karim Mansour Mazen Mishal Nawaf Osama
      Raed Saud Sultan Talal Turki Yasser Zaid Ziyad`),
    families:
      words(`Al-Harbi Al-Ghamdi Al-Otaibi Al-Qahtani Al-Zahrani Al-Shehri Al-Dossari Al-Mutairi Al-Anazi Al-Shammari
      Al-Subaie Al-Malki Al-Juhani Al-Rashidi Al-Amri Al-Balawi Al-Yami Al-Sulami Al-Harthi Haddad Khoury Najjar Al-Tamimi
      Al-Khaldi Al-Hajri Al-Marri Al-Kaabi Al-Mansouri Al-Nuaimi Al-Suwaidi Al-Bishi Al-Asmari Al-Faifi Al-Jizani Al-Thubaiti
      Al-Luhaibi Al-Sahli Al-Ruwaili Sabbagh Qabbani Halabi Trabelsi Benali Bouazizi Chaabane Darwish Farouk Hamdan Jaber
      Kassem Masri Nasrallah Rahal Saab Tawfiq Zaki`),
    beginnings: [],
    endings: [],
    order: "given-first",
  },
];
