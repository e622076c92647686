package switchboard.it.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The body of a {@code /v1/messages} request, read: who asks, what the person said, how far the model's turn has come. Pure.
 *
 * <p>What the CLI puts between the person's words (observed with 2.1.330) is passed over: {@code <system-reminder>}, {@code <command-name>}
 * and the like, "Continue from where you left off.", "[Request interrupted by user]", the summary after a compaction. Text that steers a
 * running turn comes as a message of role {@code system} and is no prompt either. Where a turn had no answer, the CLI merges the next user
 * message into the same one and ends the earlier text with a line feed; that line feed is where two prompts are told apart.
 */
final class Conversation {

    /** What a request is for. */
    enum Kind {
        /** The model's turn in a chat or a subagent. */
        TURN,
        /** {@code side_question}: about the conversation, not part of it. */
        SIDE_QUESTION,
        /** {@code /compact} and automatic compaction. */
        COMPACTION,
        /** Everything else: titles, prompt suggestions, quota probes, summaries of web pages. */
        BACKGROUND
    }

    /** One person's prompt and the index of the message that holds it. */
    record Prompt(String text, int message) {}

    private static final Pattern INJECTED = Pattern.compile(
            "(?s)<(system-reminder|local-command-[a-z]+|command-[a-z]+|bash-[a-z]+|task-notification|total_tokens)>.*?</\\1>");
    private static final List<String> HIDDEN = List.of(
            "Continue from where you left off.",
            "[Request interrupted by user",
            "This session is being continued from a previous conversation",
            "[Image: ",
            "[Image source: ");
    private static final String SIDE_QUESTION = "<system-reminder>This is a side question from the user";
    private static final Pattern WORKING_DIRECTORY = Pattern.compile("[Ww]orking directory: ([^\\n]+)");
    private static final Pattern PLAN_FILE = Pattern.compile("(/[^\\s`\"']+/plans/[\\w-]+\\.md)");

    private final JsonNode body;
    private final List<Prompt> prompts;

    Conversation(JsonNode body) {
        this.body = body;
        this.prompts = findPrompts(body.path("messages"));
    }

    /**
     * A turn offers tools or (with {@code --tools=}) tells the working directory, as the CLI does for every chat and subagent and for
     * nothing else. Side questions, compactions and suggestions are sent with the whole conversation and known by their wording.
     */
    Kind kind() {
        String asked = prompts.isEmpty() ? "" : prompts.getLast().text();
        if (textBlocks(lastUserMessage()).stream().anyMatch(text -> text.startsWith(SIDE_QUESTION))) {
            return Kind.SIDE_QUESTION;
        }
        if (asked.startsWith("CRITICAL: Respond with TEXT ONLY")) {
            return Kind.COMPACTION;
        }
        boolean agent = !body.path("tools").isEmpty() || workingDirectory() != null;
        boolean probe = body.path("max_tokens").asInt() == 1 || asked.startsWith("[SUGGESTION MODE:");
        return agent && !probe && !asked.isEmpty() ? Kind.TURN : Kind.BACKGROUND;
    }

    /** Everything the person said, oldest first, the prompt of this turn included. */
    List<Prompt> prompts() {
        return prompts;
    }

    /** The prompt of this turn; null if nobody said anything. */
    @Nullable
    Prompt prompt() {
        return prompts.isEmpty() ? null : prompts.getLast();
    }

    /**
     * How many rounds of the script are over: the answers after the prompt. An answer without its tool calls does not count where the
     * script calls tools: a killed CLI may have kept the text alone.
     */
    int round(Script script) {
        Prompt prompt = prompt();
        int round = 0;
        for (int i = prompt == null ? 0 : prompt.message() + 1;
                i < body.path("messages").size();
                i++) {
            JsonNode message = body.path("messages").path(i);
            boolean whole = hasToolUse(message) || script.round(round).calls().isEmpty();
            if (isFrom(message, "assistant") && whole && !isStopgap(message)) {
                round++;
            }
        }
        return round;
    }

    /** The system prompt without the messages of role system. */
    String system() {
        JsonNode system = body.path("system");
        return system.isTextual() ? system.asText() : String.join("\n", blockTexts(system));
    }

    List<TurnRequest.Message> messages() {
        var result = new ArrayList<TurnRequest.Message>();
        for (JsonNode message : body.path("messages")) {
            result.add(new TurnRequest.Message(
                    message.path("role").asText(), texts(message), files(message), digests(message)));
        }
        return result;
    }

    List<String> tools() {
        var result = new ArrayList<String>();
        body.path("tools").forEach(tool -> result.add(tool.path("name").asText()));
        return result;
    }

    /** From the environment section of the system prompt or of a message of role system; the last one told wins. */
    @Nullable
    String workingDirectory() {
        return lastMatch(WORKING_DIRECTORY, instructions());
    }

    /** The plan file that plan mode told the model to write. */
    @Nullable
    String planFile() {
        return lastMatch(PLAN_FILE, allText());
    }

    private String instructions() {
        var parts = new ArrayList<String>(List.of(system()));
        for (JsonNode message : body.path("messages")) {
            if (isFrom(message, "system")) {
                parts.addAll(texts(message));
            }
        }
        return String.join("\n", parts);
    }

    private String allText() {
        return Stream.concat(Stream.of(system()), messages().stream().flatMap(m -> m.texts().stream()))
                .reduce("", (a, b) -> a + "\n" + b);
    }

    private JsonNode lastUserMessage() {
        int last = body.path("messages").size() - 1;
        while (last > 0 && !isFrom(body.path("messages").path(last), "user")) {
            last--;
        }
        return body.path("messages").path(last);
    }

    private static List<Prompt> findPrompts(JsonNode messages) {
        var found = new ArrayList<Prompt>();
        for (int i = 0; i < messages.size(); i++) {
            if (isFrom(messages.path(i), "user")) {
                addPrompts(messages.path(i), i, found);
            }
        }
        return List.copyOf(found);
    }

    private static void addPrompts(JsonNode message, int index, List<Prompt> found) {
        var parts = new ArrayList<String>();
        for (String block : textBlocks(message)) {
            String said = INJECTED.matcher(block).replaceAll("").strip();
            if (!said.isEmpty() && HIDDEN.stream().noneMatch(said::startsWith)) {
                parts.add(said);
            }
            if (block.endsWith("\n") && !parts.isEmpty()) {
                found.add(new Prompt(String.join("\n", parts), index));
                parts.clear();
            }
        }
        if (!parts.isEmpty()) {
            found.add(new Prompt(String.join("\n", parts), index));
        }
    }

    /** Text and tool results of a message, each as one string. */
    private static List<String> texts(JsonNode message) {
        JsonNode content = message.path("content");
        return content.isTextual() ? List.of(content.asText()) : blockTexts(content);
    }

    private static List<String> files(JsonNode message) {
        var result = new ArrayList<String>();
        for (JsonNode block : message.path("content")) {
            if (block.has("source")) {
                result.add(block.path("type").asText() + " "
                        + block.at("/source/media_type").asText());
            }
        }
        return result;
    }

    private static List<String> digests(JsonNode message) {
        var result = new ArrayList<String>();
        for (JsonNode block : message.path("content")) {
            if (block.has("source")) {
                result.add(Digests.sha256(
                        Base64.getDecoder().decode(block.at("/source/data").asText())));
            }
        }
        return result;
    }

    private static List<String> blockTexts(JsonNode blocks) {
        var result = new ArrayList<String>();
        for (JsonNode block : blocks) {
            switch (block.path("type").asText()) {
                case "text" -> result.add(block.path("text").asText());
                case "tool_result" -> result.addAll(texts(block));
                default -> {}
            }
        }
        return result;
    }

    private static List<String> textBlocks(JsonNode message) {
        JsonNode content = message.path("content");
        if (content.isTextual()) {
            return List.of(content.asText());
        }
        var result = new ArrayList<String>();
        for (JsonNode block : content) {
            if (block.path("type").asText().equals("text")) {
                result.add(block.path("text").asText());
            }
        }
        return result;
    }

    private static boolean isFrom(JsonNode message, String role) {
        return message.path("role").asText().equals(role);
    }

    /** What the CLI puts where a turn that was cut off has no answer. */
    private static boolean isStopgap(JsonNode message) {
        return textBlocks(message).equals(List.of("No response requested."));
    }

    private static boolean hasToolUse(JsonNode message) {
        for (JsonNode block : message.path("content")) {
            if (block.path("type").asText().equals("tool_use")) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable String lastMatch(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        String last = null;
        while (matcher.find()) {
            last = matcher.group(1).strip();
        }
        return last;
    }
}
