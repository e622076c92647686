package switchboard.command;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import switchboard.model.Shortcut;
import switchboard.text.Texts;

/** The catalogue of slash commands. */
public final class SlashCommands {

    private final List<SlashCommand> commands;
    private final Map<String, SlashCommand> byName = new LinkedHashMap<>();

    public SlashCommands(List<SlashCommand> commands) {
        this.commands = commands.stream()
                .sorted(Comparator.comparing(SlashCommand::name))
                .toList();
        for (var command : this.commands) {
            add(command.name(), command);
            command.aliases().forEach(alias -> add(alias, command));
        }
    }

    /** The commands that serve any agent, and others on the class path. */
    public static SlashCommands installed() {
        return new SlashCommands(ServiceLoader.load(SlashCommand.class, SlashCommands.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList());
    }

    /** These commands and more. */
    public SlashCommands with(List<SlashCommand> more) {
        return new SlashCommands(Stream.concat(commands.stream(), more.stream()).toList());
    }

    /** The commands that an agent with these capabilities serves. */
    public SlashCommands under(Set<Capability> capabilities) {
        return new SlashCommands(commands.stream()
                .filter(command -> capabilities.containsAll(command.needs()))
                .toList());
    }

    private void add(String name, SlashCommand command) {
        if (byName.putIfAbsent(name, command) != null) {
            throw new IllegalArgumentException("Two slash commands are called /" + name);
        }
    }

    /** These commands without that one. */
    public SlashCommands without(String name) {
        return new SlashCommands(
                commands.stream().filter(each -> !each.name().equals(name)).toList());
    }

    /** Whether a command takes effect at once; an unknown one does not. */
    public boolean isUrgent(String name) {
        return find(name).filter(SlashCommand::isUrgent).isPresent();
    }

    /** The commands that {@code /help} and the menu list, by name. */
    public List<SlashCommand> listed() {
        return commands.stream()
                .filter(each -> !each.description().isEmpty() && each.sign().isEmpty())
                .toList();
    }

    /** The commands that have a sign, by sign. {@code /help} lists them, too. */
    public List<SlashCommand> signed() {
        return commands.stream()
                .filter(each -> !each.sign().isEmpty())
                .sorted(Comparator.comparing(SlashCommand::sign))
                .toList();
    }

    /** The command with whose sign a text begins; the longest sign counts. */
    public Optional<SlashCommand> signedBy(String text) {
        return signed().reversed().stream()
                .filter(each -> text.startsWith(each.sign()))
                .findFirst();
    }

    public Optional<SlashCommand> find(String name) {
        return Optional.ofNullable(byName.get(name.toLowerCase(Locale.ROOT)));
    }

    /**
     * Runs the command of this name. If there is none, it asks whether a similar one was meant; if none is similar, the text is a
     * prompt.
     *
     * @param call its argument is the text after the name, with all blanks
     */
    public Reaction run(String name, Invocation call) {
        var command = find(name);
        if (command.isEmpty()) {
            return NoCommand.run(name, call, nearest(name));
        }
        if (command.get().needsOwner() && !call.caller().isOwner()) {
            return command.get().refused(call.with(call.argument().strip())).denied();
        }
        var argument = call.argument().strip();
        if (!Shortcut.isKey(argument)) {
            return command.get().run(call.with(argument));
        }
        return call.state()
                .shortcuts()
                .find(argument)
                .map(known -> command.get().run(call.with(known.argument(), known.attached())))
                .orElseGet(() -> call.say(Texts.of("command.tooOld")));
    }

    /** How the record of who did what names a call. What a button's key stands for is in its place, as far as it is known. */
    public String recorded(String name, Invocation call) {
        var argument = call.argument().strip();
        var whole = call.with(
                call.state().shortcuts().find(argument).map(Shortcut::argument).orElse(argument));
        return find(name)
                .map(command -> command.recorded(name, whole))
                .orElseGet(() -> ("/" + name + " " + argument).strip());
    }

    /** The listed command whose name is closest to a mistyped one, if at most about a third of it is mistyped. */
    public Optional<String> nearest(String name) {
        var listed = byName.entrySet().stream()
                .filter(each -> !each.getValue().description().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
        return Nearest.to(name, listed).filter(found -> Nearest.isSlip(name, found));
    }
}
