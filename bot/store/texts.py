"""What the store says to the operator."""

BOT_RUNS = "另一个未保助手正在使用数据目录 {folder}{pid}。请先停止它，再重新执行。"
BOT_RUNS_PID = "（进程号 {pid}）"
FOLDER_FAILED = "无法使用数据目录 {folder}：{reason}。"
CLOSED = "存储已关闭，未作任何更改。"
FULL = "磁盘空间不足，未作任何更改。请清理磁盘后重试。"
BUSY = "系统资源暂时不足（{reason}），未作任何更改，请稍后重试。"
NEVER_STILL = "机器人正忙于写入，暂时读不到完整的数据，请稍后再试。"
READ_ONLY = "磁盘读写出错，存储已转为只读，未作任何更改。请检查磁盘后重新启动。"
WRITER_DIED = "写入线程意外停止，存储已转为只读。请重新启动。"

DAMAGED = (
    "数据文件 {name} 已损坏（{reason}），未启动，原文件保持不动，副本已另存于 {aside}。"
    "请用 weibao restore 备份文件 恢复。{edited}"
)
DAMAGED_IN_USE = "数据文件 {name} 无法读取（{reason}）。"
GONE = "文件已不存在"
EDITED = "若系人工修改所致，请核对无误后删去该文件 _meta 中的 checksum 一项再启动。"
TOO_NEW = "数据文件 {name} 由较新版本的程序写成（{reason}），请升级程序后再启动。"
UNFINISHED_RESTORE = "上次恢复没有完成，请重新执行 weibao restore 备份文件。"
MISSING = (
    "缺少数据文件 {name}，未启动。请用 weibao restore 备份文件 恢复；"
    "若系人工归档移走，请从 {manifest} 中删去该文件名后再启动。"
)

EMPTY_FILE = "文件为空"
NOT_JSON = "不是完整的 JSON"
WRONG_CHECKSUM = "校验和不符"
NO_SCHEMA = "缺少版本标记"
NEWER_SCHEMA = "版本 {schema}"
UNKNOWN_TABLE = "未知的表 {table}"
TWICE = "{table} 中有重复的记录"
TRANSACTION_OVER = "事务已经结束。"

REQUEST_TOO_LONG = "请求过长，未发送。"
BAD_REQUEST = "请求格式不正确。"
REQUEST_FAILED = "请求未能完成，详情见运行日志。"
NO_LINE = "无法联系正在运行的未保助手（{reason}）。"
NO_ANSWER = "正在运行的未保助手没有答复，请求可能已经执行，请核对后再试。"

NOT_A_BACKUP = "{file} 不是完整的备份文件（{reason}）。"
BACKUP_NEWER = "{file} 由较新版本的程序备份，请升级程序后再恢复。"
NO_FOLDER = "数据目录 {folder} 不存在。"
SNAPSHOT_GONE = "未能取得数据快照，请重新执行备份。"
NOT_WRITTEN = "备份未能写入 {file}（{reason}）。"
NO_MANIFEST = "缺少清单"
WRONG_CONTENTS = "内容与清单不符：{name}"
BAD_ZIP = "压缩包已损坏"
