package switchboard.it.fault;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import switchboard.it.anthropic.TurnRequest;
import switchboard.it.fault.FaultPlan.Aside;
import switchboard.it.fault.FaultPlan.Brings;
import switchboard.it.fault.FaultPlan.ChatPlan;
import switchboard.it.fault.FaultPlan.Kind;
import switchboard.it.fault.FaultPlan.Place;
import switchboard.it.fault.FaultPlan.PromptPlan;
import switchboard.it.telegram.Button;
import switchboard.it.telegram.Chat;
import switchboard.it.telegram.ChatMessage;
import switchboard.it.telegram.Media;

/** One chat of a run in the hands of its person, who says what is planned and answers what is asked. Used by one thread. */
final class Talk {

    private static final long PRESSES_AGAIN_AFTER = TimeUnit.SECONDS.toNanos(5);
    private static final long REPLIES_AGAIN_AFTER = TimeUnit.SECONDS.toNanos(20);
    private static final long LETS_GO_ON_AFTER = TimeUnit.MILLISECONDS.toNanos(1_500);
    private static final long TORN_FROM = TimeUnit.MILLISECONDS.toNanos(800);
    private static final long JOINED_WITHIN = TimeUnit.SECONDS.toNanos(10);
    private static final long NOT_HELD = 0;

    /** Stands for a reply in words; the button of that name is never pressed. */
    private static final String DENY = "❌ Deny";

    private static final String RUN = "Run";
    private static final String WITHOUT = "Run without it";

    private final ChatPlan plan;
    private final Chat chat;

    /** Put before what is said, so that the bot listens. */
    private final String address;

    /** How many kills there had been when something was said last. */
    private int killsBefore;

    private final List<Verdict.Said> said = new ArrayList<>();
    private final Map<Long, Long> pressedAt = new HashMap<>();
    private final Map<String, Set<Long>> continued = new HashMap<>();
    private final Set<Long> doubts = new HashSet<>();
    private final Set<String> discarded = new HashSet<>();
    private final Map<String, List<PromptPlan>> answeredBefore = new HashMap<>();
    private final Stops stops = new Stops();
    private final Asides asides;
    private final Replies replies;

    /** Pieces of a paste that are yet to be said. */
    private final Deque<String> pieces = new ArrayDeque<>();

    private final SentFiles files;

    /** What was sent last with a file. */
    private @Nullable ChatMessage lastPhoto;

    private final Set<Long> lost = new HashSet<>();
    private final List<String> torn = new ArrayList<>();
    private long pieceAt;
    private int utterances;
    private long heldSince = NOT_HELD;

    Talk(ChatPlan plan, Chat chat, String address) {
        this.plan = plan;
        this.chat = chat;
        this.address = address;
        this.replies = new Replies(chat);
        this.asides = new Asides(chat);
        this.files = new SentFiles(plan);
    }

    /**
     * Says what is due.
     *
     * @param down whether the bot is away
     * @param goesDown whether it will be
     * @param kills how many there were so far
     * @param over whether that was all
     * @return how many messages that were
     */
    int speak(boolean down, boolean goesDown, int kills, boolean over) {
        var before = utterances;
        while (!goOnWithPaste() && !hasSaidAllPrompts()) {
            var next = plan.prompts().get(said.size());
            var isDue = switch (next.cue()) {
                case AT_ONCE -> true;
                case AFTER_ANSWER -> isSettled() || isHeldForLong();
                case WHILE_DOWN -> down || !goesDown;
                case AFTER_KILL -> kills > killsBefore || over;
            };
            if (!isDue) {
                break;
            }
            killsBefore = kills;
            say(next, kills);
        }
        if (pieces.isEmpty() && stops.isDue(kills, over)) {
            var open = open();
            stops.sent(utter("/stop").id(), open);
        }
        return utterances - before;
    }

    private void say(PromptPlan prompt, int kills) {
        heldSince = NOT_HELD;
        var messages = chat.messages();
        answeredBefore.put(
                prompt.marker(),
                said.stream()
                        .filter(each -> Verdict.fate(each, messages) == Verdict.Fate.ANSWERED)
                        .map(Verdict.Said::prompt)
                        .toList());
        var all = prompt.pieces();
        var before = mayJoinPaste() ? Optional.of(said.getLast()) : Optional.<Verdict.Said>empty();
        said.add(
                new Verdict.Said(prompt, begin(prompt, address + all.getFirst()).id(), before));
        pieces.addAll(all.subList(1, all.size()));
        pieceAt = System.nanoTime();
        if (prompt.paste().atOnce()) {
            while (!pieces.isEmpty()) {
                utter(pieces.remove());
            }
        }
        stops.said(prompt, kills);
        if (prompt.aside() != Aside.NONE) {
            utterances++;
            asides.give(prompt);
        }
    }

    /** Says the first words of a prompt, with what it brings; returns the first message of those. */
    private ChatMessage begin(PromptPlan prompt, String text) {
        if (prompt.brings() == Brings.NOTHING) {
            return utter(text);
        }
        utterances++;
        if (prompt.brings() == Brings.REPLIED_PHOTO) {
            // In a topic nobody has addressed the bot with it: only the reply is a prompt.
            var photo = plan.place() == Place.PRIVATE
                    ? Objects.requireNonNull(lastPhoto)
                    : chat.sends(files.media(prompt, "").getFirst());
            return chat.repliesTo(photo, text);
        }
        var media = files.media(prompt, text);
        var first = media.size() == 1
                ? chat.sends(media.getFirst())
                : chat.sendsAlbum(media.toArray(Media[]::new)).getFirst();
        lastPhoto = first;
        return first;
    }

    private boolean mayJoinPaste() {
        return !said.isEmpty() && said.getLast().prompt().endsFull() && System.nanoTime() - pieceAt < JOINED_WITHIN;
    }

    private ChatMessage utter(String text) {
        utterances++;
        return chat.says(text);
    }

    /** Says the next piece of a paste; whether there was one. */
    private boolean goOnWithPaste() {
        if (pieces.isEmpty()) {
            return false;
        }
        var now = System.nanoTime();
        if (now - pieceAt > TORN_FROM) {
            torn.add(said.getLast().prompt().marker());
        }
        pieceAt = now;
        utter(pieces.remove());
        return true;
    }

    /**
     * Lets go on what a stop has put on hold, once nothing else runs.
     *
     * @param held whether something is on hold
     */
    void letGoOn(boolean held) {
        if (!held) {
            heldSince = NOT_HELD;
        } else if (heldSince == NOT_HELD) {
            heldSince = System.nanoTime();
        } else if (isHeldForLong() && pieces.isEmpty()) {
            stops.release();
            utter("/pending go");
            heldSince = NOT_HELD;
        }
    }

    private boolean isHeldForLong() {
        return heldSince != NOT_HELD && System.nanoTime() - heldSince > LETS_GO_ON_AFTER;
    }

    /** Notes what has come of stops; to be called before something is said. */
    void look(List<TurnRequest> requests, int kills, int settledKills) {
        asides.look(kills);
        stops.look(chat.messages(), requests, discarded, kills, settledKills);
    }

    /** Answers what is asked; returns how many answers that were. */
    int press() {
        var presses = 0;
        var now = System.nanoTime();
        for (var message : chat.messages()) {
            var label = choice(message);
            var last = pressedAt.get(message.id());
            var again = label.equals(DENY) ? REPLIES_AGAIN_AFTER : PRESSES_AGAIN_AFTER;
            if (label.isEmpty() || (last != null && now - last <= again)) {
                continue;
            }
            pressedAt.put(message.id(), now);
            if (label.equals(DENY)) {
                replies.deny(denied(message).orElseThrow(), message);
            } else {
                chat.pressesData(message, data(message, label));
            }
            presses++;
        }
        return presses;
    }

    /** The prompt of which this is asked, if the person says why not. */
    private Optional<PromptPlan> denied(ChatMessage message) {
        return plan.prompts().stream()
                .filter(prompt -> prompt.kind() == Kind.REPLY && message.text().contains(prompt.marker()))
                .findFirst();
    }

    private String choice(ChatMessage message) {
        if (message.labels().contains("✅ Allow")) {
            return denied(message).isPresent() ? DENY : "✅ Allow";
        }
        if (message.labels().contains(RUN)) {
            return RUN;
        }
        if (message.labels().contains(WITHOUT)) {
            lost.add(message.id());
            return decides(said(message), WITHOUT);
        }
        if (!message.labels().contains("Continue")) {
            return "";
        }
        doubts.add(message.id());
        var prompt = plan.prompts().stream()
                .filter(each -> message.text().contains(each.text()))
                .reduce((earlier, later) -> later) // which may quote the earlier one
                .orElseThrow(() -> new AssertionError("it is not said what was cut off: " + message));
        if (!prompt.discards()) {
            continued
                    .computeIfAbsent(prompt.marker(), marker -> new HashSet<>())
                    .add(message.id());
        }
        return decides(prompt, "Continue");
    }

    private String decides(PromptPlan prompt, String otherwise) {
        if (prompt.discards()) {
            discarded.add(prompt.marker());
            return "Discard";
        }
        return otherwise;
    }

    /** The prompt whose file is lost. */
    private PromptPlan said(ChatMessage question) {
        return plan.prompts().stream()
                .filter(each -> question.text().contains(each.marker() + ".iso"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("it is not said which file is lost: " + question));
    }

    private static String data(ChatMessage message, String label) {
        return message.buttons().stream()
                .flatMap(List::stream)
                .filter(button -> button.text().equals(label))
                .map(Button::callbackData)
                .map(Objects::requireNonNull)
                .findFirst()
                .orElseThrow();
    }

    boolean isSettled() {
        return open().isEmpty() && asides.isSettled();
    }

    private List<Verdict.Said> open() {
        var messages = chat.messages();
        return said.stream()
                .filter(each -> Verdict.fate(each, messages) == Verdict.Fate.OPEN)
                .toList();
    }

    boolean isAllSaid() {
        return hasSaidAllPrompts() && pieces.isEmpty() && stops.isDone();
    }

    private boolean hasSaidAllPrompts() {
        return said.size() == plan.prompts().size();
    }

    /** What is wrong with what became of stops, replies and commands. */
    List<String> complaints(List<TurnRequest> requests, Map<String, Long> effects) {
        var messages = chat.messages();
        var found = new ArrayList<>(stops.complaints());
        found.addAll(replies.complaints(requests));
        found.addAll(asides.complaints(effects));
        said.stream()
                .filter(each -> Verdict.stops(each, messages) > 0)
                .filter(each -> !stops.covered().contains(each)
                        && !discarded.contains(each.prompt().marker()))
                .forEach(each -> found.add(each.prompt().marker() + " was stopped though nobody asked for it"));
        return found;
    }

    /** Pastes whose pieces were said too far apart. */
    List<String> torn() {
        return torn;
    }

    /** How often a command may have run: once if it was allowed, and once more for each time that the person let it go on. */
    int mayHaveRun(PromptPlan prompt) {
        return (prompt.kind() == Kind.REPLY ? 0 : 1)
                + continued.getOrDefault(prompt.marker(), Set.of()).size();
    }

    /** Whether a stop may have held back one while another that was said later ran. */
    boolean mayOvertake(Verdict.Said later, Verdict.Said earlier) {
        return stops.mayOvertake(later, earlier);
    }

    /** How often it was asked whether to go on. */
    int doubts() {
        return doubts.size();
    }

    /** How often it was asked whether to run without a file. */
    int lost() {
        return lost.size();
    }

    /** What had been answered when this was said. */
    List<PromptPlan> answeredBefore(PromptPlan prompt) {
        return answeredBefore.getOrDefault(prompt.marker(), List.of());
    }

    /** How many commands besides prompts were given. */
    int asides() {
        return asides.count();
    }

    /** How many sessions were exported whole. */
    int exports() {
        return asides.exports();
    }

    SentFiles files() {
        return files;
    }

    ChatPlan plan() {
        return plan;
    }

    Chat chat() {
        return chat;
    }

    List<Verdict.Said> said() {
        return said;
    }
}
