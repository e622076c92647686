package switchboard.it.fault;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import switchboard.it.anthropic.Digests;
import switchboard.it.fault.FaultPlan.Aside;
import switchboard.it.fault.FaultPlan.PromptPlan;
import switchboard.it.telegram.Chat;
import switchboard.it.telegram.ChatMessage;

/** The commands that one person gives besides prompts, and what became of them. Used by one thread. */
final class Asides {

    /** @param kills how many bots had been killed when it was given */
    private record Given(Aside aside, String after, long message, int kills) {

        @Override
        public String toString() {
            return command(aside) + " after " + after;
        }
    }

    private static final String SUMS = "SHA256SUMS";

    private final Chat chat;
    private final List<Given> given = new ArrayList<>();
    private int kills;

    Asides(Chat chat) {
        this.chat = chat;
    }

    void give(PromptPlan after) {
        given.add(new Given(
                after.aside(), after.marker(), chat.says(command(after.aside())).id(), kills));
    }

    private static String command(Aside aside) {
        return "/" + aside.name().toLowerCase(Locale.ROOT);
    }

    /** @param botsKilled how many bots were killed so far */
    void look(int botsKilled) {
        kills = botsKilled;
    }

    /** A reply that was on its way when the bot was killed does not come again. */
    boolean isSettled() {
        return given.stream()
                .allMatch(
                        each -> each.kills() < kills || replies(each).findAny().isPresent());
    }

    int count() {
        return given.size();
    }

    int exports() {
        return (int) given.stream()
                .flatMap(this::replies)
                .filter(reply -> reply.file().isPresent())
                .count();
    }

    List<String> complaints() {
        var found = new ArrayList<String>();
        for (var each : given) {
            var replies = replies(each).toList();
            var plain = replies.stream()
                    .filter(reply -> !reply.text().startsWith("(repeated)"))
                    .count();
            if (replies.isEmpty() && each.kills() == kills) {
                found.add(each + " was met with silence");
            }
            if (plain > 1 + kills - each.kills()) {
                found.add(each + " was answered " + plain + " times: " + replies);
            }
            for (var reply : replies) {
                reply.file().ifPresent(file -> check(each, file.bytes(), found));
            }
        }
        return found;
    }

    private Stream<ChatMessage> replies(Given to) {
        return chat.messages().stream().filter(message -> message.fromBot() && message.replyTo() == to.message());
    }

    /** An export is whole: each of its files has the checksum that it says. */
    private static void check(Given export, byte[] zip, List<String> found) {
        var entries = new TreeMap<String, byte[]>();
        try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        } catch (IOException broken) {
            found.add(export + " brought a broken zip: " + broken);
            return;
        }
        var sums = new String(entries.getOrDefault(SUMS, new byte[0]), StandardCharsets.UTF_8);
        if (!entries.containsKey("transcript.jsonl")) {
            found.add(export + " brought only " + entries.keySet());
        }
        entries.forEach((name, content) -> {
            if (!name.equals(SUMS) && !sums.contains(Digests.sha256(content) + "  " + name)) {
                found.add(export + " brought " + name + " with another checksum than it says");
            }
        });
    }
}
