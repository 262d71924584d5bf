"""The pictures by name."""

from bihuan.air.reporting.link import county_page, figure_page, ranking_page, target_page
from bihuan.air.reporting.picture import bars, calendar, course, rose, space
from bihuan.reports.definition import PictureQuery

QUERIES = (
    PictureQuery("air.picture.calendar", "空气质量日历", calendar.draw, county_page),
    PictureQuery("air.picture.day", "近两日小时变化", course.day_hours, county_page),
    PictureQuery("air.picture.hours", "小时变化", course.hours, county_page),
    PictureQuery("air.picture.days", "逐日变化", course.days, county_page),
    PictureQuery("air.picture.variation", "日变化与周变化", course.variation, figure_page),
    PictureQuery("air.picture.townships", "乡镇排名", bars.townships, ranking_page),
    PictureQuery("air.picture.compared", "同比环比", bars.compared, county_page),
    PictureQuery("air.picture.levels", "级别与首要污染物", bars.levels, county_page),
    PictureQuery("air.picture.gaps", "目标完成情况", bars.gaps, target_page),
    PictureQuery("air.picture.months", "逐月综合指数", bars.months, county_page),
    PictureQuery("air.picture.rose", "风玫瑰与污染玫瑰", rose.draw, figure_page),
    PictureQuery("air.picture.space", "时空分布", space.draw, figure_page),
)
