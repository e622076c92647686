package switchboard.it.telegram;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import switchboard.botapi.BotApiState;
import switchboard.botapi.Entity;
import switchboard.botapi.FileContent;
import switchboard.botapi.StoredChat;
import switchboard.botapi.StoredMessage;
import switchboard.it.telegram.MessageLog.Logged;

/**
 * A message as it stood when it was looked at.
 *
 * @param from first name of the sender
 * @param thread the topic; 0 = none
 * @param text plain, after parsing; the caption of a media message
 * @param html the text as it was sent, markup included
 * @param replyTo the message it answers; 0 = none
 * @param silent whether it came without a sound
 * @param edits how often it was changed
 * @param history all it ever was, oldest first, the last is what it is
 * @param file what was attached, if anything
 * @param reactions the bot's
 */
public record ChatMessage(
        long chatId,
        long id,
        String from,
        boolean fromBot,
        long thread,
        String text,
        List<Entity> entities,
        String html,
        @Nullable String parseMode,
        List<List<Button>> buttons,
        long replyTo,
        boolean silent,
        int edits,
        List<MessageState> history,
        Optional<FileContent> file,
        List<String> reactions,
        Instant sentAt) {

    /** The last line of a live message; a question whether to go on has the same button. */
    private static final Pattern AT_WORK = Pattern.compile("⏳( Working|( \\d+[smhd])+)");

    static ChatMessage of(StoredChat chat, BotApiState state, Logged logged) {
        StoredMessage m = logged.message;
        return new ChatMessage(
                chat.id(),
                m.id(),
                m.from().firstName(),
                m.from().equals(state.bot()),
                m.topic(),
                m.text().text(),
                m.text().entities(),
                logged.raw(),
                logged.parseMode,
                Button.rows(m.keyboard()),
                m.replyTo(),
                logged.silent,
                logged.history.size() - 1,
                List.copyOf(logged.history),
                Optional.ofNullable(m.fileId()).map(state.files()::byId).map(state.files()::content),
                m.reactions(),
                m.date());
    }

    /** Whether it shows a turn at work: its text goes on changing until the turn has ended. */
    public boolean isLive() {
        var lastLine = text.substring(text.lastIndexOf('\n') + 1);
        return labels().contains("⏹ Stop") && AT_WORK.matcher(lastLine).matches();
    }

    /** The labels of all buttons, row by row. */
    public List<String> labels() {
        return buttons.stream().flatMap(List::stream).map(Button::text).toList();
    }

    /** The pieces of text under entities of a type, in order. */
    public List<String> spans(String type) {
        return entities.stream()
                .filter(e -> e.type().equals(type))
                .map(e -> text.substring(e.offset(), e.end()))
                .toList();
    }

    @Override
    public String toString() {
        String keyboard = buttons.isEmpty() ? "" : labels().stream().collect(Collectors.joining("] [", " [", "]"));
        return "#" + id + (thread == 0 ? "" : " in topic " + thread) + " " + from + ": " + text
                + file.map(f -> " <" + f + ">").orElse("") + keyboard + (edits == 0 ? "" : " (" + edits + " edits)");
    }
}
