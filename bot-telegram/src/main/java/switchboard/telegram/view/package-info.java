/**
 * What a chat's person sees: Claude's Markdown as Telegram's HTML, cut into messages, and hidden characters made visible. The rendering
 * classes are pure functions without state.
 */
@org.jspecify.annotations.NullMarked
package switchboard.telegram.view;
