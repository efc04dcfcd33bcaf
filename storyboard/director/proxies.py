"""The environment's proxy: a tunnel to the user's server, which sees neither key nor question."""

from urllib.parse import urlsplit
from urllib.request import getproxies_environment, proxy_bypass

from schemas.errors import StoryboardError


def proxy_for(url: str) -> str | None:
    """Return the proxy through which an address is reached, if the environment names one.

    `HTTPS_PROXY` or `ALL_PROXY` serve https addresses alone, for which a proxy only passes on what
    is encrypted from end to end (CONNECT). A plain http address is asked directly, whatever
    `HTTP_PROXY` says: its proxy would read the key. `NO_PROXY` is minded.

    Raises:
        StoryboardError: it is a kind of proxy that cannot be used.
    """
    parts = urlsplit(url)
    proxies = getproxies_environment()
    chosen = proxies.get("https") or proxies.get("all")
    if parts.scheme != "https" or not chosen:
        return None
    if proxy_bypass(parts.netloc.rpartition("@")[2]):
        return None
    proxy = chosen if "://" in chosen else f"http://{chosen}"
    if urlsplit(proxy).scheme not in ("http", "https"):
        raise StoryboardError(
            "the environment's proxy is none of http or https",
            hint="Set HTTPS_PROXY=http://HOST:PORT, or NO_PROXY to the director's host.",
        )
    return proxy
