package switchboard.command;

/** A command that sends Claude the text after its name. */
abstract sealed class PromptCommand implements SlashCommand permits AskCommand, SendCommand {

    private final String name;
    private final String description;
    private final String hint;

    /** @param hint the reply if there is no text */
    PromptCommand(String name, String description, String hint) {
        this.name = name;
        this.description = description;
        this.hint = hint;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public boolean takesPrompt() {
        return true;
    }

    @Override
    public Reaction run(Invocation call) {
        var content = call.content();
        return content.isEmpty() ? call.say(hint) : Prompts.ask(call, content, true);
    }
}
