"""What the yearly archive says, and how its folders are called."""

UNITS, DIGESTS, EVIDENCE = "各单位", "周报", "佐证"
BOOK, DIGEST, MISSING = "年度汇报", "已签发周报", "未保存（未收下、未取回或已依法删除）"
CATALOGUE = "目录"
CATALOGUE_FILE = "目录.xlsx"
COLUMNS = (
    ("文件", 60),
    ("内容", 14),
    ("单位", 18),
    ("措施", 6),
    ("时间", 18),
    ("字节", 12),
    ("SHA-256", 66),
)


def title(plan: str, year: int) -> str:
    """The catalogue's title."""
    return f"{plan} {year}年度归档目录"


def nothing(year: int) -> str:
    """A year without any record."""
    return f"{year}年没有汇报记录，未生成归档文件。"


def not_written(file: str, reason: str) -> str:
    """The disk would not take the archive."""
    return f"写不了归档文件 {file}（{reason}），请核对路径、权限和磁盘空间。"


def done(file: str, files: int, evidence: int, missing: int) -> str:
    """The archive was written."""
    left = f"；另有{missing}个附件未保存，已列在目录中" if missing else ""
    return f"已归档：{file}（{files}个文件，其中佐证{evidence}个{left}）"
