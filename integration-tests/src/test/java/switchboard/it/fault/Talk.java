package switchboard.it.fault;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import switchboard.it.fault.FaultPlan.ChatPlan;
import switchboard.it.fault.FaultPlan.PromptPlan;
import switchboard.it.telegram.Button;
import switchboard.it.telegram.Chat;
import switchboard.it.telegram.ChatMessage;

/** One chat of a run in the hands of its person, who says what is planned and answers what is asked. Used by one thread. */
final class Talk {

    private static final long PRESSES_AGAIN_AFTER = TimeUnit.SECONDS.toNanos(5);

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

    Talk(ChatPlan plan, Chat chat, String address) {
        this.plan = plan;
        this.chat = chat;
        this.address = address;
    }

    /**
     * Says what is due.
     *
     * @param down whether the bot is away
     * @param goesDown whether it will be
     * @param kills how many there were so far
     * @param over whether that was all
     * @return how much was said
     */
    int speak(boolean down, boolean goesDown, int kills, boolean over) {
        var before = said.size();
        while (said.size() < plan.prompts().size()) {
            var next = plan.prompts().get(said.size());
            var isDue = switch (next.cue()) {
                case AT_ONCE -> true;
                case AFTER_ANSWER -> isSettled();
                case WHILE_DOWN -> down || !goesDown;
                case AFTER_KILL -> kills > killsBefore || over;
            };
            if (!isDue) {
                break;
            }
            killsBefore = kills;
            said.add(new Verdict.Said(next, chat.says(address + next.text()).id()));
        }
        return said.size() - before;
    }

    /** Answers what is asked; returns how many buttons were pressed. */
    int press() {
        var presses = 0;
        var now = System.nanoTime();
        for (var message : chat.messages()) {
            var label = choice(message);
            var last = pressedAt.get(message.id());
            if (!label.isEmpty() && (last == null || now - last > PRESSES_AGAIN_AFTER)) {
                pressedAt.put(message.id(), now);
                chat.pressesData(message, data(message, label));
                presses++;
            }
        }
        return presses;
    }

    private String choice(ChatMessage message) {
        if (message.labels().contains("✅ Allow")) {
            return "✅ Allow";
        }
        if (!message.labels().contains("Discard")) {
            return "";
        }
        doubts.add(message.id());
        var prompt = plan.prompts().stream()
                .filter(each -> message.text().contains(each.text()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("it is not said what was cut off: " + message));
        if (prompt.discards()) {
            return "Discard";
        }
        continued.computeIfAbsent(prompt.marker(), marker -> new HashSet<>()).add(message.id());
        return "Continue";
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
        var messages = chat.messages();
        return said.stream().noneMatch(each -> Verdict.fate(each, messages) == Verdict.Fate.OPEN);
    }

    boolean isAllSaid() {
        return said.size() == plan.prompts().size();
    }

    /** How often a command may have run: once, and once more for each time that the person let it go on. */
    int mayHaveRun(PromptPlan prompt) {
        return 1 + continued.getOrDefault(prompt.marker(), Set.of()).size();
    }

    /** How often it was asked whether to go on. */
    int doubts() {
        return doubts.size();
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
