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

/** What the view knows of a turn that is not delivered yet, and the text of its live message. Used by one actor. */
final class LiveTurn {

    /** A turn that ends sooner than this gets no live message. */
    static final Duration APPEARS_AFTER = Duration.ofMillis(1500);

    private static final int LONGEST_SHOWN = 3_000;
    private static final Duration SECONDS_FROM = Duration.ofSeconds(5);

    final TurnId id;
    final Optional<Integer> prompt;
    LiveMessageState ref;

    /** The live message's send is under way. */
    boolean sending;

    /** What was sent last says nothing that must stay: it was the notice that the turn waits, or is said again. */
    boolean passing;

    /** Telegram does not take a live message here: only the answer is shown. */
    boolean unshowable;

    /** Another message has come below it. */
    boolean buried;

    /** Its answer waits until word of its message has come. */
    boolean ended;

    /** Questions that a person has not answered: until then nothing new is to be seen. */
    int asking;

    /** What the live message showed last. */
    String shown = "";

    List<List<Key>> shownKeys = List.of();

    /** Where it stands once its live message is known to show what is frozen; null if no such edit is under way. */
    private @Nullable LiveMessageState freezing;

    /** What Telegram has refused to show before a question. */
    private String refused = "";

    private TurnLog turnLog = new TurnLog();
    private String waiting = "";

    /** What stands under a notice; empty for the key that takes the prompt back. */
    private List<List<Key>> waitingKeys = List.of();

    private boolean stopping;
    private int ahead;
    private @Nullable Instant started;
    private @Nullable Instant appeared;

    LiveTurn(TurnId id, @Nullable String prompt, LiveMessageState ref) {
        this.id = id;
        this.prompt = BotApiRequests.number(prompt);
        this.ref = ref;
    }

    /** Waits for a permit. */
    void waits(String words) {
        waits(words, List.of());
    }

    void waits(String words, List<List<Key>> keys) {
        ahead = 0;
        waiting = words;
        waitingKeys = keys;
    }

    void stops() {
        stopping = true;
    }

    /** Waits behind {@code prompts} others of its chat; {@link #notice} says so. */
    void waitsBehind(int prompts) {
        ahead = prompts;
    }

    /** Brings its notice up to date. */
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

    /** Its message, of the notice or the live one, is there. */
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

    /** Whether it is time for a live message that is not there yet. */
    boolean isDue(Instant now) {
        if (isUnsettled() || unshowable || ref.message().isPresent()) {
            return false;
        }
        return started == null ? !waiting.isEmpty() : asking == 0 && !now.isBefore(started.plus(APPEARS_AFTER));
    }

    /** What the person sees at the moment, as Markdown. */
    String text(Instant now) {
        if (started == null) {
            return waiting;
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

    /** What stands under its message. */
    List<List<Key>> keys() {
        if (isRunning()) {
            return stopping ? List.of() : stop(id);
        }
        return waitingKeys.isEmpty() ? cancel() : waitingKeys;
    }

    private List<List<Key>> cancel() {
        return key(Texts.of("turn.button.cancel"), "/cancel " + id);
    }

    /** Stops this turn and no later one. */
    static List<List<Key>> stop(TurnId turn) {
        return key(Texts.of("turn.button.stop"), "/stop turn " + turn);
    }

    private static List<List<Key>> key(String label, String command) {
        return List.of(List.of(new Key(label, ButtonData.command(command))));
    }

    /** Whether word of its message is awaited: what is shown meanwhile would come in the wrong place. */
    boolean isUnsettled() {
        return sending || freezing != null;
    }

    /**
     * Begins to freeze what is complete: the text that its live message is to show from now on, until {@link #frozen}. Empty if
     * no text stays there, because nothing is complete or it is too long for one message: the answer shows it.
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
     * Begins to show all that is complete and not above yet, in as many messages as it takes, until {@link #risen}. Nothing
     * if nothing is complete, or it cannot be shown.
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

    /** @param isShown whether it is above now; if not, the answer shows it */
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

    /** Coarser the longer it lasts, so that a message is not edited for a second's sake. */
    private static String working(Duration elapsed) {
        if (elapsed.compareTo(SECONDS_FROM) < 0) {
            return Texts.of("turn.working");
        }
        var step = elapsed.toSeconds() < 60 ? 5 : elapsed.toSeconds() < 300 ? 15 : 60;
        return Texts.of("turn.workingFor", HumanText.duration(Duration.ofSeconds(elapsed.toSeconds() / step * step)));
    }

    /** The end of a long text, from a line's beginning; inside a code block the block is opened again. */
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
