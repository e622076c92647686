/**
 * What a person sees of a chat: {@link switchboard.telegram.view.ChatView} turns the chat's events into messages, edits and
 * buttons, and writes them through the outbox.
 */
@org.jspecify.annotations.NullMarked
package switchboard.telegram.view;
