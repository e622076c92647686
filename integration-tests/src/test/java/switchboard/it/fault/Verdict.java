package switchboard.it.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import switchboard.it.fault.FaultPlan.PromptPlan;
import switchboard.it.telegram.ChatMessage;

/** What became of the prompts of a chat, read from its messages as they are. Pure. */
final class Verdict {

    /**
     * A prompt as it was said.
     *
     * @param message the one in which it begins
     * @param before the paste to which it may have been added; then it shares that one's fate
     */
    record Said(PromptPlan prompt, long message, Optional<Said> before) {}

    /** What became of a prompt. */
    enum Fate {
        OPEN,
        ANSWERED,
        HANDED_BACK
    }

    /** A prompt under which so many processes broke is given up. */
    private static final int GIVEN_UP_AFTER = 3;

    private static final String REPEATED = "(repeated)";
    private static final String STOPPED = "⏹ Stopped";
    private static final String STOPPING = "⏹ Stopping";
    private static final String AT_WORK = "⏳";

    /** Asks what becomes of a prompt whose file nobody can have. */
    static final String LOST = "I can't get";

    private Verdict() {}

    static Fate fate(Said said, List<ChatMessage> messages) {
        var isWhole = said.prompt().tokens().stream()
                .allMatch(token -> holding(token, messages).findAny().isPresent());
        if (isWhole) {
            return Fate.ANSWERED;
        }
        var isHandedBack = handBacks(said, messages).findAny().isPresent()
                || said.before()
                        .filter(before -> fate(before, messages) == Fate.HANDED_BACK)
                        .isPresent();
        return isHandedBack ? Fate.HANDED_BACK : Fate.OPEN;
    }

    /**
     * What is wrong in a chat; empty if nothing is.
     *
     * @param others markers of the run's other chats
     * @param kills of anything, in the whole run
     * @param mayOvertake whether the first may be answered before the second, which was said before it: that was on hold
     * @param unclear how many sends into it were unclear, so that each may have been repeated once
     * @param torn pastes whose pieces came too far apart to be known for one text: the model may answer such a paste once more
     *     with the next prompt, which its last piece came with
     */
    static List<String> complaints(
            List<Said> all,
            List<ChatMessage> messages,
            List<String> others,
            List<String> torn,
            BiPredicate<Said, Said> mayOvertake,
            int unclear,
            int kills) {
        var found = new ArrayList<String>();
        excuses(messages, kills, found);
        for (var said : all) {
            if (fate(said, messages) == Fate.OPEN) {
                found.add(said.prompt().marker() + " was neither answered nor handed back");
            }
            var answers = torn.contains(said.prompt().marker()) ? 2 : 1;
            said.prompt().tokens().forEach(token -> doubling(token, messages, answers, unclear, found));
            if (said.prompt().usesTool()) {
                opening(said, messages, found);
            }
            var stops = stops(said, messages);
            if (stops > 1) {
                found.add(said.prompt().marker() + " was said to be stopped " + stops + " times");
            }
        }
        for (var message : messages) {
            others.stream()
                    .filter(marker -> message.text().contains(marker))
                    .forEach(marker -> found.add(marker + " stands in another chat: " + message));
        }
        disorder(all, messages, mayOvertake, found);
        return found;
    }

    /** Messages marked as repeated. */
    static long repeats(List<ChatMessage> messages) {
        return messages.stream().filter(Verdict::isRepeat).count();
    }

    /** Live messages whose turn is over: their send was unclear, so that the bot does not know them. */
    static long leftLive(List<ChatMessage> messages) {
        return messages.stream().filter(Verdict::isLive).count();
    }

    private static void doubling(
            String token, List<ChatMessage> messages, int answers, int unclear, List<String> found) {
        var plain = plain(token, messages)
                .mapToInt(message -> message.text().split(Pattern.quote(token), -1).length - 1)
                .sum();
        if (plain > answers) {
            found.add(token + " stands " + plain + " times in messages that are not marked as repeated");
        }
        if (repeats(token, messages) > unclear) {
            found.add(token + " was repeated " + repeats(token, messages) + " times, but only " + unclear
                    + " sends were unclear");
        }
    }

    /**
     * What was said before a tool was called belongs to the answer, wherever in the chat it stands. A kill before Claude Code has
     * written it down makes Claude say it again, below what was frozen of it then.
     */
    private static void opening(Said said, List<ChatMessage> messages, List<String> found) {
        var token = said.prompt().opening();
        if (fate(said, messages) == Fate.ANSWERED
                && holding(token, messages).findAny().isEmpty()) {
            found.add(token + " is missing in an answer");
        }
    }

    private static void disorder(
            List<Said> all, List<ChatMessage> messages, BiPredicate<Said, Said> mayOvertake, List<String> found) {
        for (var later : all) {
            var place = place(later, messages);
            all.subList(0, all.indexOf(later)).stream()
                    .filter(earlier -> place.isPresent()
                            && place.getAsLong() < place(earlier, messages).orElse(0)
                            && !mayOvertake.test(later, earlier))
                    .forEach(earlier -> found.add(later.prompt().marker() + " was answered before "
                            + earlier.prompt().marker() + ", which was said before it"));
        }
    }

    /** The message in which the answer begins. */
    private static OptionalLong place(Said said, List<ChatMessage> messages) {
        var first = said.prompt().tokens().getFirst();
        var plain = plain(first, messages).mapToLong(ChatMessage::id).min();
        var any = LongStream.concat(
                holding(first, messages).mapToLong(ChatMessage::id),
                handBacks(said, messages).mapToLong(ChatMessage::id));
        return plain.isPresent() ? plain : any.min();
    }

    /** How often the person was told that the prompt was stopped. */
    static long stops(Said said, List<ChatMessage> messages) {
        return messages.stream()
                .filter(message -> isOf(said, message) && !isLive(message) && !isRepeat(message))
                .filter(message -> message.text().contains(STOPPED))
                .count();
    }

    private static Stream<ChatMessage> handBacks(Said said, List<ChatMessage> messages) {
        return messages.stream()
                .filter(message -> isOf(said, message) && !isLive(message))
                .filter(message -> isFailure(message) || message.text().contains(STOPPED));
    }

    private static boolean isFailure(ChatMessage message) {
        return message.text().contains("⚠️")
                && !message.text().contains("Cut off in the middle")
                && !message.text().contains(LOST);
    }

    /** What is handed back although there was no reason for it. */
    private static void excuses(List<ChatMessage> messages, int kills, List<String> found) {
        messages.stream()
                .filter(Verdict::isFailure)
                .filter(message -> message.text().contains("inside the bot")
                        || (message.text().contains("ended unexpectedly") && kills < GIVEN_UP_AFTER))
                .forEach(message -> found.add("handed back without need: " + message));
    }

    /** Later messages of a long answer reply to nothing. */
    private static boolean isOf(Said said, ChatMessage message) {
        return message.replyTo() == said.message()
                || message.text().contains(said.prompt().marker() + "/");
    }

    private static Stream<ChatMessage> holding(String token, List<ChatMessage> messages) {
        return messages.stream().filter(message -> message.text().contains(token) && !isLive(message));
    }

    private static Stream<ChatMessage> plain(String token, List<ChatMessage> messages) {
        return holding(token, messages).filter(message -> !isRepeat(message));
    }

    private static long repeats(String token, List<ChatMessage> messages) {
        return holding(token, messages).filter(Verdict::isRepeat).count();
    }

    private static boolean isRepeat(ChatMessage message) {
        return message.text().startsWith(REPEATED);
    }

    private static boolean isLive(ChatMessage message) {
        return message.text().contains(AT_WORK) || message.text().contains(STOPPING);
    }

    /** Whether the person can see that the prompt's turn is being stopped. */
    static boolean isStopping(Said said, ChatMessage message) {
        return isOf(said, message) && message.text().contains(STOPPING);
    }
}
