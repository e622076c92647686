/**
 * Shows chats to people: {@link switchboard.telegram.view.ChatView} turns a chat's events into messages, edits and buttons, and
 * writes them through the outbox.
 */
@org.jspecify.annotations.NullMarked
package switchboard.telegram.view;
