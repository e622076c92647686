/**
 * Claude's Markdown as Telegram's HTML. {@link switchboard.telegram.markdown.MarkdownToHtml} renders a text,
 * {@link switchboard.telegram.markdown.MessageSplitter} first cuts it into parts that each fit into one message,
 * {@link switchboard.telegram.markdown.Fence} closes a code block that was left open. All functions are pure: no actor, no clock,
 * no state.
 */
@org.jspecify.annotations.NullMarked
package switchboard.telegram.markdown;
