package switchboard.claude;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import switchboard.model.Disclosure;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/**
 * Finds the text of a skill or custom command by its name: in {@code .claude} of the directory and of its parents, in Claude
 * Code's configuration and in its plugins (2.1.330, tried out).
 */
final class SkillFiles {

    /** Claude Code's own skills and commands, which have no file. */
    private static final Set<String> BUNDLED = Set.of(
            "batch",
            "claude-api",
            "code-review",
            "dataviz",
            "debug",
            "deep-research",
            "doctor",
            "fewer-permission-prompts",
            "init",
            "insights",
            "loop",
            "plugin-authoring",
            "run",
            "run-skill-generator",
            "security-review",
            "simplify",
            "team-onboarding",
            "update-config",
            "verify",
            "workflow-authoring");

    private static final Pattern NAME = Pattern.compile("(?m)^name:\\s*[\"']?(.*?)[\"']?\\s*$");
    private static final Pattern FRONTMATTER = Pattern.compile("\\A---\\R(.*?)\\R---\\R?", Pattern.DOTALL);
    private static final Pattern ALLOWED = Pattern.compile("(?m)^allowed-tools:[ \\t]*(.*(?:\\R(?:[ \\t]+|- ?).*)*)");
    private static final Pattern HOOKS = Pattern.compile("(?m)^hooks:");

    /** A command that runs as soon as the skill does: {@code !`...`} and blocks fenced with {@code ```!}. */
    private static final Pattern COMMAND =
            Pattern.compile("!`([^`]+)`|(?m)^\\s*```!\\s*\\R(.*?)^\\s*```", Pattern.DOTALL);

    private static final int MOST_FILES = 20_000;
    private static final int DEEPEST = 12;

    private final Path config;

    /** @param config Claude Code's configuration directory */
    SkillFiles(Path config) {
        this.config = config;
    }

    /** The facts about a skill of this name, as seen from a directory; blocks. */
    Disclosure disclose(String skill, Path directory) throws IOException {
        var texts = new ArrayList<Disclosure.Text>();
        for (var file : find(skill, directory)) {
            texts.add(new Disclosure.Text(file.toString(), Files.readString(file)));
        }
        if (texts.isEmpty()) {
            return BUNDLED.contains(skill)
                    ? new Disclosure(List.of(Texts.of("remark.ownSkill")), List.of(), true)
                    : new Disclosure(List.of(Texts.of("remark.noSkill")), List.of(), false);
        }
        var remarks = new ArrayList<String>();
        if (texts.size() > 1) {
            remarks.add(Texts.of("remark.severalSkills"));
        }
        texts.forEach(text -> remarks.addAll(remarks(text.content())));
        return new Disclosure(remarks, texts, true);
    }

    /** The commands that a skill's text runs as soon as the skill is used. */
    static Stream<String> commands(String text) {
        return COMMAND.matcher(text)
                .results()
                .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                .map(String::strip);
    }

    private static List<String> remarks(String text) {
        var remarks = new ArrayList<String>();
        var commands = commands(text).map(Markdown::code).toList();
        if (!commands.isEmpty()) {
            remarks.add(Texts.of("remark.runsAtOnce", String.join(", ", commands)));
        }
        var head = FRONTMATTER.matcher(text);
        var front = head.find() ? head.group(1) : "";
        var allowed = ALLOWED.matcher(front);
        if (allowed.find()) {
            remarks.add(Texts.of(
                    "remark.mayUse", Markdown.code(allowed.group(1).strip().replaceAll("\\s*\\R\\s*", " "))));
        }
        if (HOOKS.matcher(front).find()) {
            remarks.add(Texts.of("remark.hooks"));
        }
        return remarks;
    }

    private List<Path> find(String skill, Path directory) throws IOException {
        var name = skill.substring(skill.lastIndexOf(':') + 1);
        var found = new ArrayList<Path>();
        for (var at = directory; at != null; at = at.getParent()) {
            search(at.resolve(".claude/skills"), name, found);
            search(at.resolve(".claude/commands"), name, found);
        }
        for (var each : List.of("skills", "commands", "plugins")) {
            search(config.resolve(each), name, found);
        }
        return found.stream().distinct().toList();
    }

    private static void search(Path root, String name, List<Path> found) throws IOException {
        if (!Files.isDirectory(root)) {
            return;
        }
        try (var files = Files.walk(root, DEEPEST, FileVisitOption.FOLLOW_LINKS)) {
            var looked = files.limit(MOST_FILES + 1L).toList();
            if (looked.size() > MOST_FILES) {
                throw new IOException(root + " holds too many files to look through");
            }
            looked.stream().filter(file -> isOf(file, name)).forEach(found::add);
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
    }

    private static boolean isOf(Path file, String name) {
        return file.endsWith(Path.of(name, "SKILL.md"))
                || (file.endsWith("SKILL.md") && isNamed(file, name))
                || (file.endsWith(name + ".md") && Files.isRegularFile(file));
    }

    private static boolean isNamed(Path file, String name) {
        try {
            var head = FRONTMATTER.matcher(Files.readString(file));
            var named = NAME.matcher(head.find() ? head.group(1) : "");
            return named.find() && named.group(1).equals(name);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
