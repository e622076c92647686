package switchboard.telegram.view;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import switchboard.agent.AgentProtocol;
import switchboard.chat.TurnLog;
import switchboard.model.TurnId;
import switchboard.telegram.markdown.Fence;
import switchboard.telegram.markdown.MessageSplitter;
import switchboard.text.HumanText;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/** A turn that is not delivered yet, as the view knows it, and the text of its live message. Used by one actor. */
final class LiveTurn {

    /** A turn that ends sooner than this gets no live message. */
    static final Duration APPEARS_AFTER = Duration.ofMillis(1500);

    private static final int LONGEST_SHOWN = 3_000;
    private static final Duration SECONDS_FROM = Duration.ofSeconds(5);

    final TurnId id;
    final Optional<Integer> prompt;
    LiveMessageState ref;

    /** Whether the live message is being sent. */
    boolean sending;

    /** Whether the last message need not stay, because it was a notice that the turn waits, or its text comes again. */
    boolean passing;

    /** Whether Telegram takes no live message here, so that only the answer is shown. */
    boolean unshowable;

    /** Whether another message has come below the turn's message. */
    boolean buried;

    /** Whether its answer waits for the outcome of its message. */
    boolean ended;

    /** The questions that no person has answered yet. While there are any, there is nothing new to show. */
    int asking;

    /** The last text of the live message. */
    String shown = "";

    List<List<Key>> shownKeys = List.of();

    /** Its state once the live message shows the frozen text; null if no such edit is under way. */
    private @Nullable LiveMessageState freezing;

    /** The text before a question that Telegram has refused. */
    private String refused = "";

    private TurnLog turnLog = new TurnLog();
    private String waiting = "";

    /** The prompt's words since it was edited; empty if it was not. */
    private String words = "";

    /** The buttons of a notice; empty for just the one that cancels the prompt. */
    private List<List<Key>> waitingKeys = List.of();

    /** When its notice may come. */
    private Instant noticeFrom = Instant.MIN;

    private boolean stopping;
    private int ahead;
    private @Nullable Instant started;
    private @Nullable Instant appeared;

    LiveTurn(TurnId id, @Nullable String prompt, LiveMessageState ref) {
        this.id = id;
        this.prompt = BotApiRequests.number(prompt);
        this.ref = ref;
    }

    /** The turn waits for a permit. */
    void waits(String words) {
        waits(words, List.of());
    }

    /** The turn gets its files, or listens to them. */
    void fetches(String words, Instant now) {
        var from = noticeFrom.equals(Instant.MIN) ? now.plus(APPEARS_AFTER) : noticeFrom;
        waits(words);
        noticeFrom = from;
    }

    void waits(String words, List<List<Key>> keys) {
        noticeFrom = Instant.MIN;
        ahead = 0;
        waiting = words;
        waitingKeys = keys;
    }

    /** The prompt has other words by now. */
    void revised(String now) {
        words = now;
    }

    void stops() {
        stopping = true;
    }

    /** The turn waits behind {@code prompts} others of its chat; {@link #notice} says so. */
    void waitsBehind(int prompts) {
        ahead = prompts;
    }

    /** Updates its notice. */
    void notice(List<QueueNotice.Open> open) {
        if (ahead > 0) {
            var notice = QueueNotice.of(id, ahead, prompt, open);
            waiting = notice.markdown();
            waitingKeys =
                    Stream.concat(notice.offers().stream(), cancel().stream()).toList();
        }
    }

    void starts(Instant now) {
        waits("");
        started = now;
        turnLog = new TurnLog();
    }

    /** Its notice or live message has appeared. */
    void appears(Instant now) {
        appeared = now;
    }

    /** How long its newest message has been there; zero if that is not known. */
    Duration age(Instant now) {
        return appeared == null ? Duration.ZERO : Duration.between(appeared, now);
    }

    boolean isRunning() {
        return started != null;
    }

    void add(AgentProtocol.Progress progress) {
        turnLog.add(progress);
    }

    /** Whether it is time to send its notice or live message. */
    boolean isDue(Instant now) {
        if (isUnsettled() || unshowable || asking > 0 || ref.message().isPresent()) {
            return false;
        }
        return started == null
                ? !waiting.isEmpty() && !now.isBefore(noticeFrom)
                : !now.isBefore(started.plus(APPEARS_AFTER));
    }

    /** The text that people see at the moment, as Markdown. */
    String text(Instant now) {
        if (started == null) {
            var notice = asking > 0 ? Texts.of("notice.waitsForAnswer") : waiting;
            return words.isEmpty() || notice.isEmpty() ? notice : notice + "\n" + Texts.of("notice.edited", words);
        }
        var blocks = new ArrayList<String>();
        var said = ref.rest(turnLog.text());
        if (!said.isBlank()) {
            blocks.add(tail(said));
        }
        var status = new ArrayList<String>();
        if (!turnLog.trouble().isEmpty()) {
            status.add(turnLog.trouble());
        }
        if (!turnLog.line().isEmpty()) {
            status.add(Markdown.text(turnLog.line()));
        }
        status.add(stopping ? Texts.of("turn.stopping") : working(Duration.between(started, now)));
        blocks.add(String.join("\n", status));
        return String.join("\n\n", blocks);
    }

    /** The buttons under its message. */
    List<List<Key>> keys() {
        if (isRunning()) {
            return stopping ? List.of() : stop(id);
        }
        return waitingKeys.isEmpty() ? cancel() : waitingKeys;
    }

    private List<List<Key>> cancel() {
        return key(Texts.of("turn.button.cancel"), "/cancel " + id);
    }

    /** A button that stops this turn but no later one. */
    static List<List<Key>> stop(TurnId turn) {
        return key(Texts.of("turn.button.stop"), "/stop turn " + turn);
    }

    private static List<List<Key>> key(String label, String command) {
        return List.of(List.of(new Key(label, ButtonData.command(command))));
    }

    /** Whether the outcome of its message is not known yet. Anything shown meanwhile would come in the wrong place. */
    boolean isUnsettled() {
        return sending || freezing != null;
    }

    /**
     * Begins to freeze the complete text, until {@link #frozen}. Returns the text for the live message; empty if nothing is
     * complete or the text is too long for one message. Then the answer shows it.
     */
    Optional<String> freeze() {
        var staying = ref.rest(turnLog.complete());
        shown = "";
        buried = false;
        if (staying.isBlank()
                || MessageSplitter.split(staying, MessageSplitter.Limits.TELEGRAM, 2)
                                .size()
                        > 1) {
            return Optional.empty();
        }
        freezing = ref.under(staying);
        return Optional.of(staying);
    }

    /**
     * Begins to show the complete text that is not above yet, in as many messages as needed, until {@link #risen}. Empty if
     * nothing is complete, or if it cannot be shown.
     */
    List<AnswerText.Part> rise() {
        var said = ref.rest(turnLog.complete());
        var parts = said.equals(refused) ? List.<AnswerText.Part>of() : AnswerText.above(said);
        if (!parts.isEmpty()) {
            shown = "";
            buried = false;
            freezing = ref.under(said);
        }
        return parts;
    }

    /** @param isShown whether the text is above now; if not, the answer shows it */
    void risen(boolean isShown) {
        frozen(isShown);
        if (!isShown) {
            refused = ref.rest(turnLog.complete());
        }
    }

    /** @param isShown whether the message shows the text; if not, it is shown again below */
    void frozen(boolean isShown) {
        ref = isShown && freezing != null ? freezing : ref.at(Optional.empty());
        freezing = null;
    }

    /** The time so far, in coarser steps the longer it lasts, so that the message is not edited every second. */
    private static String working(Duration elapsed) {
        if (elapsed.compareTo(SECONDS_FROM) < 0) {
            return Texts.of("turn.working");
        }
        var step = elapsed.toSeconds() < 60 ? 5 : elapsed.toSeconds() < 300 ? 15 : 60;
        return Texts.of("turn.workingFor", HumanText.duration(Duration.ofSeconds(elapsed.toSeconds() / step * step)));
    }

    /** The end of a long text, from the beginning of a line. A code block around it is opened again. */
    private static String tail(String text) {
        if (text.length() <= LONGEST_SHOWN) {
            return text;
        }
        var from = text.indexOf('\n', text.length() - LONGEST_SHOWN);
        from = from < 0 ? text.length() - LONGEST_SHOWN : from + 1;
        if (Character.isLowSurrogate(text.charAt(from))) {
            from++;
        }
        var opening = Fence.openedBy(text.substring(0, from)).strip();
        var reopened = opening.isEmpty() ? "" : opening + "\n";
        return "…\n" + reopened + text.substring(from);
    }
}
