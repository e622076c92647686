package switchboard.command;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

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

    /** All commands that are installed. */
    public static SlashCommands installed() {
        return new SlashCommands(ServiceLoader.load(SlashCommand.class, SlashCommands.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList());
    }

    private void add(String name, SlashCommand command) {
        if (byName.putIfAbsent(name, command) != null) {
            throw new IllegalArgumentException("Two slash commands are called /" + name);
        }
    }

    /** Those that people are told of, by name. */
    public List<SlashCommand> listed() {
        return commands.stream().filter(each -> !each.description().isEmpty()).toList();
    }

    public Optional<SlashCommand> find(String name) {
        return Optional.ofNullable(byName.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The listed command whose name is closest to a name that is none, if at most half of it is mistyped. */
    public Optional<String> nearest(String name) {
        var listed = byName.entrySet().stream()
                .filter(each -> !each.getValue().description().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
        return Nearest.to(name, listed);
    }
}
