package switchboard.it.fault;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

        /** Whether nothing comes after this reply. A shell command is asked about first, and a stop of the chat may end it. */
        boolean isLast(ChatMessage reply) {
            return aside != Aside.SHELL
                    || Stream.of("Exit code", "cut off", "Stopped after").anyMatch(reply.text()::contains);
        }

        int most() {
            return aside == Aside.SHELL ? 3 : 1;
        }

        @Override
        public String toString() {
            return command(aside, after) + " after " + after;
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
                after.aside(),
                after.marker(),
                chat.says(command(after.aside(), after.marker())).id(),
                kills));
    }

    private static String command(Aside aside, String after) {
        return aside == Aside.SHELL
                ? "!./" + Scripts.ASKED + " " + line(after) + " 0.2"
                : "/" + aside.name().toLowerCase(Locale.ROOT);
    }

    /** What the shell command after this prompt leaves behind. */
    private static String line(String after) {
        return after + "~shell";
    }

    /** @param botsKilled how many bots were killed so far */
    void look(int botsKilled) {
        kills = botsKilled;
    }

    /** A reply that was on its way when the bot was killed does not come again. */
    boolean isSettled() {
        return given.stream()
                .allMatch(each -> each.kills() < kills || replies(each).anyMatch(each::isLast));
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

    /** @param effects how often each line was left behind */
    List<String> complaints(Map<String, Long> effects) {
        var found = new ArrayList<String>();
        for (var each : given) {
            if (effects.getOrDefault(line(each.after()), 0L) > 1) {
                found.add(each + " ran more than once");
            }
            var replies = replies(each).toList();
            var plain = replies.stream()
                    .filter(reply -> !reply.text().startsWith("(repeated)"))
                    .count();
            if (replies.isEmpty() && each.kills() == kills) {
                found.add(each + " was met with silence");
            }
            if (plain > each.most() + kills - each.kills()) {
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
