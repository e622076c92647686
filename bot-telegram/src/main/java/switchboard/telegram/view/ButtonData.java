package switchboard.telegram.view;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import switchboard.model.ChatId;
import switchboard.model.Decision;
import switchboard.model.Question;
import switchboard.model.TurnId;

/**
 * A button's {@code callback_data} (1 to 64 bytes): {@code c|/command argument} or {@code q|question key|choice}. In a topic it
 * begins with {@code t123|}, because the topic's messages may end up elsewhere in the chat. Whoever reads it has to check
 * everything again, because it may be forged or old. Pure.
 */
public final class ButtonData {

    private static final int MOST_BYTES = 64;

    /** The most and the fewest characters of a prompt's id in a button. */
    private static final int PROMPT_FITS = 12;

    private static final int SHORTEST_PROMPT = 4;
    private static final Pattern OPTION = Pattern.compile("o(\\d{1,3})([+-]?)");
    private static final Pattern IN_TOPIC = Pattern.compile("t(\\d{1,18})\\|(.*)", Pattern.DOTALL);

    private ButtonData() {}

    /** A button that gives a slash command. */
    public static String command(String line) {
        return checked("c|" + line);
    }

    /** A button that answers a question; {@code choice} is a word of {@link #decision}. */
    public static String answer(Question question, String choice) {
        return checked("q|" + question.key() + "|" + choice);
    }

    /** A button's data in a chat or topic. If there is no room for the topic, the button works only in the topic. */
    static String in(ChatId chat, String data) {
        var addressed = "t" + chat.topic() + "|" + data;
        return chat.topic() == 0 || bytes(addressed) > MOST_BYTES ? data : addressed;
    }

    /** The chat or topic to which a button belongs that was pressed in a chat. */
    public static ChatId place(ChatId pressed, String data) {
        var matcher = IN_TOPIC.matcher(data);
        return matcher.matches() ? new ChatId(pressed.chat(), Long.parseLong(matcher.group(1))) : pressed;
    }

    /** The same data without its topic. */
    public static String withoutTopic(String data) {
        var matcher = IN_TOPIC.matcher(data);
        return matcher.matches() ? matcher.group(2) : data;
    }

    private static int bytes(String data) {
        return data.getBytes(StandardCharsets.UTF_8).length;
    }

    /** A button that makes a prompt the answer to a question. */
    static String use(Question question, TurnId prompt) {
        var id = prompt.value();
        return checked("u|" + question.key() + "|" + id.substring(0, Math.min(id.length(), PROMPT_FITS)));
    }

    /** The question and the beginning of the prompt's id in such a button. */
    public record Use(String question, String prompt) {}

    public static Optional<Use> use(String data) {
        var parts = data.split("\\|", -1);
        return parts.length == 3 && parts[0].equals("u") && parts[2].length() >= SHORTEST_PROMPT
                ? Optional.of(new Use(parts[1], parts[2]))
                : Optional.empty();
    }

    private static String checked(String data) {
        if (bytes(data) > MOST_BYTES) {
            throw new IllegalArgumentException("callback_data over 64 bytes: " + data);
        }
        return data;
    }

    /** The command line of a command button, without the slash. */
    public static Optional<String> commandLine(String data) {
        return data.startsWith("c|/") ? Optional.of(data.substring(3)) : Optional.empty();
    }

    /** The question's key of an answer button. */
    public static Optional<String> questionKey(String data) {
        var parts = data.split("\\|", -1);
        return parts.length == 3 && parts[0].equals("q") ? Optional.of(parts[1]) : Optional.empty();
    }

    /** The button's decision; empty if it does not belong to this question. */
    public static Optional<Decision> decision(String data, Question question) {
        var choice = data.substring(data.lastIndexOf('|') + 1);
        return switch (choice) {
            case "y" -> Optional.of(new Decision.Allow());
            case "a" -> Optional.of(new Decision.AllowAlways());
            case "e" -> Optional.of(new Decision.AllowEdits());
            case "n" -> Optional.of(new Decision.Deny(""));
            case "t" -> again(question);
            case "c" -> Optional.of(new Decision.Correct());
            case "d" -> Optional.of(new Decision.Done());
            default -> question instanceof Question.Choice asked ? option(choice, asked) : Optional.empty();
        };
    }

    private static Optional<Decision> again(Question question) {
        return switch (question) {
            case Question.ProjectChanged changed -> Optional.of(new Decision.Say(""));
            case Question.Unheard unheard -> Optional.of(new Decision.TryAgain());
            case Question.FileGone gone -> Optional.of(new Decision.TryAgain());
            default -> Optional.empty();
        };
    }

    /**
     * The button of an option. If several may be chosen, it says whether it ticks or unticks, so that a second tap changes
     * nothing.
     */
    static String option(Question.Choice question, int option) {
        var tick = question.several() ? question.ticked().contains(option) ? "-" : "+" : "";
        return answer(question, "o" + option + tick);
    }

    private static Optional<Decision> option(String choice, Question.Choice asked) {
        var option = OPTION.matcher(choice);
        if (!option.matches() || option.group(2).isEmpty() == asked.several()) {
            return Optional.empty();
        }
        var index = Integer.parseInt(option.group(1));
        if (index >= asked.options().size()) {
            return Optional.empty();
        }
        return Optional.of(
                asked.several()
                        ? new Decision.Tick(index, option.group(2).equals("+"))
                        : new Decision.Say(asked.options().get(index).label()));
    }
}
