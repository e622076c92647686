/**
 * Local mode over HTTP: the embedded Bot API for the front, the chat client's calls for the browser, and
 * {@link switchboard.botapi.http.LocalTelegram}, which combines both.
 */
@org.jspecify.annotations.NullMarked
package switchboard.botapi.http;
