"""Data segments for the tests, and generators of more."""

from hypothesis import strategies as st

_HEAD_2017 = b"ST=32;CN=%b;PW=123456;MN=010000A8900016F000169DC0;Flag=%d;"
_AGGREGATES = (
    b"w00000-Cou=10.5,w00000-Min=16.4,w00000-Avg=17.5,w00000-Max=20.1,w00000-Flag=N;"
    b"w01001-Min=7.1,w01001-Avg=7.5,w01001-Max=7.8,w01001-Flag=N;"
    b"w01018-Cou=10.5,w01018-Min=40.1,w01018-Avg=40.1,w01018-Max=40.1,w01018-Flag=N"
)


def segment_2017(command_code: bytes, parameters: bytes, flag: int = 5) -> bytes:
    """A data segment in the regular form of 2017."""
    head = _HEAD_2017 % (command_code, flag)
    return b"QN=20160801085857223;" + head + b"CP=&&" + parameters + b"&&"


# The standards' printed examples, and every deviation that the domain knows from practice.
SAMPLES = (
    segment_2017(b"1000", b"OverTime=5;ReCount=3"),
    segment_2017(b"9011", b"QnRtn=1", 4),
    segment_2017(b"9014", b"", 4),
    segment_2017(b"2011", b"DataTime=20160801085857;w01001-Rtd=7.1,w01001-Flag=N"),
    segment_2017(
        b"2011",
        b"DataTime=20160801085857;w01001-Rtd=7.1,w01001-Flag=N;"
        b"w01018-SampleTime=20160801070000,w01018-Rtd=2.2,w01018-Flag=N,w01018-EFlag=A01;",
    ),
    segment_2017(b"2021", b"DataTime=20160801085857;SB1-RS=1;SB2-RS=0"),
    segment_2017(b"2041", b"DataTime=20160801000000;SB1-RT=1.1;SB2-RT=2.1"),
    segment_2017(b"2051", b"DataTime=20160801084000;" + _AGGREGATES),
    segment_2017(b"2061", b"DataTime=20160801080000;" + _AGGREGATES, 4),
    segment_2017(b"2031", b"DataTime=20160801000000;L5-Data=53.0;L5-DayData=53;L5-NightData=42.5"),
    segment_2017(b"2051", b"BeginTime=20160801084000,EndTime=20160801084000"),
    segment_2017(b"2081", b"DataTime=20160801085857;RestartTime=20160801085624"),
    segment_2017(b"3019", b"PolId=w01018;w01018-SN=010000A8900016F000169DC1", 4),
    segment_2017(
        b"3020", "DataTime=20100301145000;PolId=w01018;i11001-Info=//清洗;管路,&&a=b//".encode()
    ),
    segment_2017(
        b"3020", "DataTime=20100301145000;PolId=w01018;i11001-Info=//清洗//".encode("gbk")
    ),
    segment_2017(b"3020", b"DataTime=20100301145000;PolId=w01018;i12001-Info=1;i12003-Info=0"),
    segment_2017(b"2011", b"DataTime=20160801085857,w01001-Rtd=7.1;w01001-Flag=N;"),
    segment_2017(b"2011", b"DataTime=20160801085857000;PM25-Rtd=7;W01018-Rtd=3;011-Rtd=3.20"),
    segment_2017(b"2011", b"DataTime=20161301085857;w01018-Rtd=--,w01018-Flag=D"),
    segment_2017(b"2011", b"w01018-Rtd=,w01018-Flag=;w01001-Rtd=NaN;a-Rtd=inf;b-Rtd=1_0;c-Rtd"),
    segment_2017(b"2011", b"DataTime=20160801085857;w01018-Rtd=0.000,w01018-Flag=D;x-Rtd=-9999"),
    segment_2017(b"2011", b"DataTime=20160801085857;a21026-ZsRtd=9999.99;a21026-Rtd=9999.99"),
    segment_2017(b"2011", b"DataTime=20160801085857;e01001-Rtd=1.1;e01001-Rtd=2.2;Flag=N"),
    segment_2017(b"2011", b" DataTime = 20160801085857 ; w01001-Rtd= 7.1 , w01001-Flag=N "),
    segment_2017(b"2011", b"DataTime=20160801085857;w01001-Avg=1,w01001-Rtd=2,w01001-Flag=XX;;"),
    segment_2017(b"2051", b"DataTime=20160801085857;w01001-ValidNum=10,w01001-Avg=-3.1e-2"),
    segment_2017(b"2051", b"DataTime=20160801085857;w01018-Avg=4958.33455512;w01019-Cou=123456789"),
    b"ST=32;CN=2011;PW=123456;MN=88888880000001;CP=&&DataTime=20040516020111;B01-Rtd=100;"
    b"101-Rtd=1.1,101-Flag=N;102-Rtd=2.2,102-Flag=N&&",
    b"QN=20040516010101001;ST=32;CN=3014;PW=123456;MN=88888880000001;Flag=3;"
    b"CP=&&PolId=101,CTime=04,CTime=10&&",
    b"QN=20040516010101001;ST=32;CN=2072;PW=123456;MN=88888880000001;Flag=0;"
    b"CP=&&AlarmTime=20040506010101;101-Ala=1.1,AlarmType=1&&",
    b"QN=20160801085857534,ST=32;CN=2061;PW=123456;MN=010000A8900016F000169DC0;Flag=5CP=&&"
    b"DataTime=20160801080000;w00000-Cou=63.0&&",
    b"QN=1617956140483;ST=101;CN=2011;MN=aqms-1100-2020110011;PW=1234567;flag = 300;PNO=0002;"
    b"PNUM=0002;RF=0;CP= && DataTime=20160801080000;a21004-Rtd=1 &&  ",
    b"ST=22;CN=2011;PW=123456;,MN=JLYP01_AIR01_0001;CP=DataTime=20160801080000;a21004-Rtd=1",
    b"ST=91;CN=9013;PW=;MN=;CP=&&QN=20170516010101001&&",
    b"ST=32;CN=2011;PW=123456;MN=;CP=&&DataTime=20160801080000;w01018-Rtd=1&&",
    b"QN=20160801085857534;ST=32;PW=123456;MN=7;CP=&&DataTime=20160801080000;w01018-Rtd=1&&",
    b"nothing like a segment",
    b"QN=20160801085857534;ST=32;CN=2061;PW=123456;MN=010000A8900016F000169DC0;Flag=7;PNUM=2;"
    b"PNO=1;CP=&&DataTime=20160801080000;w00000-Cou=63.0;&&",
)

_CODES = ("w01018", "w01001", "a21026", "a34004", "L5", "SB1", "011", "PM25", "e01001", "W01018")
_KINDS = (
    "Rtd",
    "Avg",
    "Min",
    "Max",
    "Cou",
    "ZsRtd",
    "ZsAvg",
    "Flag",
    "EFlag",
    "Data",
    "SampleTime",
)
_VALUES = (
    "7.1",
    "0",
    "0.000",
    "-3.5",
    "N",
    "D",
    "123456.789",
    "20160801084000",
    "",
    "--",
    "9999.99",
)


@st.composite
def uploads(draw: st.DrawFn) -> bytes:
    """Uploads as a device that keeps to the standard sends them."""
    codes = draw(st.lists(st.sampled_from(_CODES), unique=True, max_size=6))
    numbers = st.decimals(-1000, 100000, places=draw(st.integers(0, 4)))
    items = ["DataTime=20160801084000"]
    for code in codes:
        kinds = draw(st.lists(st.sampled_from(_KINDS[:7]), unique=True, min_size=1, max_size=4))
        fields = [f"{code}-{kind}={draw(numbers)}" for kind in kinds]
        items.append(",".join([*fields, f"{code}-Flag={draw(st.sampled_from('NDTMCF'))}"]))
    command = draw(st.sampled_from([b"2011", b"2051", b"2061", b"2031"]))
    return segment_2017(command, ";".join(items).encode(), draw(st.integers(4, 9)))


@st.composite
def data_areas(draw: st.DrawFn) -> bytes:
    """Data areas as no device should send them."""
    pieces = st.sampled_from([*_CODES, *_KINDS, *_VALUES, "DataTime", "PolId", "//", "&", " ", "-"])
    marks = st.sampled_from(["=", "=", "=", "-", "-", ";", ",", ";", ","])
    text = draw(st.lists(st.one_of(pieces, marks), max_size=30))
    return "".join(text).encode()
