"""Names what a driver or the system reported, without words, because a message may quote what a person wrote."""

import errno


def fault_code(error: BaseException) -> str:
    """Return the code of an error, such as SQLITE_FULL, SQLSTATE 53100 (disk full) or ENOSPC; "" for other errors.

    Of an error of SQLAlchemy it is that of the driver's. https://www.sqlite.org/rescode.html
    https://www.postgresql.org/docs/current/errcodes-appendix.html
    """
    cause = getattr(error, "orig", None) or error
    code = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None)
    if code is None and isinstance(cause, OSError) and cause.errno is not None:
        return errno.errorcode.get(cause.errno, "")
    return str(code or "")
