package switchboard.telegram.view;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import switchboard.model.Changes;
import switchboard.model.ChatId;
import switchboard.model.Cost;
import switchboard.model.Outcome;
import switchboard.model.PendingAnswer;
import switchboard.model.Reply;
import switchboard.telegram.markdown.Fence;
import switchboard.telegram.markdown.MessageSplitter;
import switchboard.telegram.markdown.Rendered;
import switchboard.telegram.outbox.Outbox;
import switchboard.text.FileName;
import switchboard.text.HumanText;
import switchboard.text.Texts;

/** Divides an answer into parts. Pure. The parts of one answer are always the same, also after a restart, except for the ring. */
final class AnswerText {

    /** The most messages of an answer. A longer one shows its beginning and comes as a file. */
    static final int MOST_MESSAGES = 4;

    /** If the answer goes into a message of this age, another message follows that rings, because an edit does not ring. */
    static final Duration RINGS_AFTER = Duration.ofSeconds(20);

    /** Leaves room for the mark of a repeated part. */
    static final MessageSplitter.Limits LIMITS = MessageSplitter.Limits.TELEGRAM.reserve(16);

    private static final int LONGEST_PLAIN = 4_000;

    /** The most messages that replace a file, so that they do not fill the chat. */
    static final int MOST_PIECES = 10;

    private static final long FOOTER_FROM_MS = 10_000;

    private AnswerText() {}

    /** The limits of one message in a chat. A message for a topic may have to go elsewhere, under a line that says so. */
    static MessageSplitter.Limits limits(ChatId chat) {
        return chat.topic() == 0 ? LIMITS : LIMITS.reserve(Outbox.TOPIC_LINE_UNITS);
    }

    /** A message, or a file. */
    sealed interface Part {}

    /** Says that a part cannot be shown. */
    record Missing(String reason) implements Part {
        String text() {
            return Texts.of("answer.refused", reason);
        }
    }

    /** A message of Markdown. */
    record Text(String markdown) implements Part {}

    record File(String name, String content, String caption) implements Part {}

    /** A message of text without markup. */
    record Plain(String text) implements Part {}

    /** A message that says that the answer is there. */
    record Ring(String text) implements Part {}

    /**
     * @param hold the prompts that a stop has put on hold; null for none
     * @param edits whether the first part goes into an existing message
     * @param age how long that message has been there, as far as is known; it may have said that the prompt waits
     */
    static List<Part> parts(
            PendingAnswer delivery,
            @Nullable Reply hold,
            LiveMessageState live,
            boolean edits,
            Duration age,
            MessageSplitter.Limits limits) {
        var whole = whole(
                delivery,
                hold,
                live.rest(delivery.outcome().text()),
                !live.above().isEmpty());
        var messages = MessageSplitter.split(whole, limits, MOST_MESSAGES + 1);
        var parts = new ArrayList<Part>();
        if (messages.size() > MOST_MESSAGES) {
            var answer = delivery.outcome().text();
            parts.add(new Text(messages.getFirst()));
            parts.add(new File(FileName.ofText("answer", answer, ".md"), answer, caption(answer, delivery, hold)));
        } else {
            messages.forEach(message -> parts.add(new Text(message)));
        }
        var duration = Duration.ofMillis(delivery.cost().millis());
        var isOld = duration.compareTo(RINGS_AFTER) >= 0 || age.compareTo(RINGS_AFTER) >= 0;
        if (edits && parts.size() == 1 && isOld && delivery.outcome().kind() != Outcome.Kind.CANCELLED) {
            var hasFailed = delivery.outcome().kind() == Outcome.Kind.FAILED;
            parts.add(new Ring(
                    Texts.of(hasFailed ? "answer.failedAfter" : "answer.doneAfter", HumanText.duration(duration))));
        }
        return parts;
    }

    /**
     * The parts that replace one that Telegram refuses: a file for a message, messages without markup for a file. If they are
     * refused too, a message that something is missing. Nothing replaces a ring or that message.
     */
    static List<Part> instead(Part refused, String reason) {
        var missing = List.<Part>of(new Missing(reason));
        return switch (refused) {
            case Text text ->
                List.of(new File(
                        FileName.ofText("part", text.markdown(), ".md"), text.markdown(), Texts.of("answer.asFile")));
            case File file -> {
                var pieces = pieces(file.content());
                yield pieces.isEmpty() || pieces.size() > MOST_PIECES ? missing : pieces;
            }
            case Plain plain -> missing;
            case Ring ring -> List.of();
            case Missing word -> List.of();
        };
    }

    /** The parts for the text before a question, which is not shortened, as an answer is not. */
    static List<Part> above(String said) {
        var messages = MessageSplitter.split(said, LIMITS, MOST_MESSAGES + 1);
        return messages.size() > MOST_MESSAGES
                ? List.of(
                        new Text(messages.getFirst()),
                        new File(FileName.of("so-far", said, ".md"), said, Texts.of("answer.soFar", said.length())))
                : messages.stream().<Part>map(Text::new).toList();
    }

    /** The answer without markup, if its Markdown cannot be laid out. */
    static List<Part> plain(PendingAnswer delivery, @Nullable Reply hold) {
        var answer = delivery.outcome().text();
        var verdict = verdictOfFailure(delivery, hold).strip();
        var messages = pieces(answer);
        if (messages.size() > MOST_MESSAGES) {
            return List.of(
                    messages.getFirst(),
                    new File(FileName.ofText("answer", answer, ".md"), answer, caption(answer, delivery, hold)));
        }
        if (messages.isEmpty() || !verdict.isEmpty()) {
            messages.add(new Plain(verdict.isEmpty() ? Texts.of("answer.allAbove") : verdict));
        }
        return messages;
    }

    static List<Part> pieces(String text) {
        var pieces = new ArrayList<Part>();
        for (var from = 0; from < text.length(); ) {
            var to = Math.min(text.length(), from + LONGEST_PLAIN);
            if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
                to--;
            }
            var piece = text.substring(from, to);
            if (!Rendered.plain(piece).isBlank()) {
                pieces.add(new Plain(piece));
            }
            from = to;
        }
        return pieces;
    }

    private static String caption(String answer, PendingAnswer delivery, @Nullable Reply hold) {
        var changes = changes(delivery.outcome().changes());
        return Texts.of("answer.whole", answer.length())
                + verdictOfFailure(delivery, hold)
                + (changes.isEmpty() ? "" : "\n*" + changes + "*");
    }

    private static String verdictOfFailure(PendingAnswer delivery, @Nullable Reply hold) {
        return switch (delivery.outcome().kind()) {
            case ANSWERED -> "";
            case FAILED -> " " + Texts.of("answer.failed", delivery.outcome().reason());
            case CANCELLED -> " " + stopped(delivery, hold);
        };
    }

    private static String stopped(PendingAnswer delivery, @Nullable Reply hold) {
        var millis = delivery.cost().millis();
        return Texts.together(
                millis < 1000
                        ? Texts.of("answer.stopped")
                        : Texts.of("answer.stoppedAfter", HumanText.spoken(Duration.ofMillis(millis))),
                hold == null ? "" : hold.text());
    }

    private static String whole(PendingAnswer delivery, @Nullable Reply hold, String rest, boolean hasMoreAbove) {
        var blocks = new ArrayList<String>();
        var isSilent = MessageSplitter.split(rest, LIMITS, 1).isEmpty();
        if (!isSilent) {
            blocks.add(Fence.closed(rest)); // an open one would swallow the text below
        }
        switch (delivery.outcome().kind()) {
            case ANSWERED -> {
                if (isSilent) {
                    blocks.add(Texts.of(hasMoreAbove ? "answer.allAbove" : "answer.none"));
                }
            }
            case FAILED ->
                blocks.add(Texts.of("answer.failed", delivery.outcome().reason()));
            case CANCELLED -> blocks.add(stopped(delivery, hold));
        }
        var footer = footer(delivery.cost(), delivery.outcome().changes());
        if (!footer.isEmpty()) {
            blocks.add("*" + footer + "*");
        }
        return String.join("\n\n", blocks);
    }

    /** The footer, only for turns that took a while, used tools or changed files. */
    private static String footer(Cost cost, @Nullable Changes changes) {
        if (cost.millis() < FOOTER_FROM_MS && cost.tools() == 0 && changes == null) {
            return "";
        }
        var words = new ArrayList<String>();
        words.add(HumanText.duration(Duration.ofMillis(cost.millis())));
        if (cost.tools() > 0) {
            words.add(Texts.of("answer.tools", cost.tools()));
        }
        if (cost.outputTokens() > 0) {
            words.add(Texts.of("answer.tokens", HumanText.tokens(cost.outputTokens())));
        }
        if (cost.contextWindow() > 0 && cost.contextTokens() > 0) {
            words.add(Texts.of("answer.context", Math.round(100.0 * cost.contextTokens() / cost.contextWindow())));
        }
        if (cost.usd() > 0) {
            words.add(HumanText.usd(cost.usd()));
        }
        if (changes != null) {
            words.add(changes(changes));
        }
        return String.join(" · ", words);
    }

    private static String changes(@Nullable Changes changes) {
        return changes == null ? "" : Texts.of("diff.stat", changes.files(), changes.added(), changes.removed());
    }
}
