"""What the operator is told. No message text, no token, no address."""

NETWORK_ABSENT = (
    "连不上 Telegram（{reason}）。机器人已启动并将持续重试，网络恢复后自动接通；如需代理请设置 WEIBAO_PROXY。"
)
NETWORK_BACK = "已连上 Telegram，收发恢复正常。"
TOKEN_REFUSED = "Telegram 不认这个令牌：请到 @BotFather 处核对后重新设置 WEIBAO_TOKEN。"  # noqa: S105 - a sentence, no secret
ANOTHER_BOT = "另一个程序正在用同一个令牌收取消息，请停掉其中一个；本机器人将持续重试。"
TASK_DIED = "后台任务“{name}”意外停止（{error}），已重新启动。"
PART_DIED = "后台任务“{name}”意外停止，程序退出，请重新启动（由 systemd 运行时会自动重启）。"
DISK_FULL = "磁盘已满，暂不能收取新消息；消息仍留在 Telegram，腾出空间后自动继续。"
DISK_BROKEN = "磁盘读写出错，记录文件 {file} 已停用。请检查磁盘后重新启动。"
DISK_SLOW = "磁盘已有 {seconds} 秒没有响应（{what}），请尽快检查磁盘；如持续没有响应，程序将自行退出。"
DISK_HUNG = "磁盘已有 {seconds} 秒没有响应，程序退出。请检查磁盘后重新启动（由 systemd 运行时会自动重启）。"
SET_ASIDE = "消息 {update_id} 处理不了（{error}），已移入 {file}，不影响其他消息。请将该文件交技术人员查看。"
KILLED_PROCESS = "消息 {update_id} 已三次使程序中止，已移入 {file}，不再处理。请将该文件交技术人员查看。"
DAMAGED = "{file} 中有 {count} 行损坏，已移入 {aside}；其余照常处理。"
START_STEP_FAILED = "启动后的设置未能完成（{error}），不影响收发；下次启动会再试。"
STOPPED_EARLY = "停止时仍有 {count} 条消息未处理完，已保存，下次启动时继续。"
DELIVERY_UNREACHABLE = "对方已停用机器人或从未打开，消息未能送达"
DELIVERY_DEFECT = "消息格式被 Telegram 拒绝"
DELIVERY_UNSURE = "发送两次均未得到答复，可能已送达"
DELIVERY_CANCELLED = "已取消"
DELIVERY_LOST = "发件记录损坏，未能发送"
