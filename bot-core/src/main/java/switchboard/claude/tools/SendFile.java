package switchboard.claude.tools;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import switchboard.agent.AgentProtocol;
import switchboard.files.OfferedFiles;
import switchboard.guard.ClosedPaths;
import switchboard.guard.DeniedReads;
import switchboard.guard.SharedFiles;
import switchboard.model.ChatId;
import switchboard.text.HumanText;

/**
 * Sends people a file.
 *
 * @param directory of the session
 * @param home of the user
 * @param config the directory of the user's own settings
 * @param closed files that never leave
 */
public record SendFile(OfferedFiles files, ChatId chat, Path directory, String home, Path config, ClosedPaths closed)
        implements HostTool {

    public static final String NAME = "send_file";

    private static final String ON_ITS_WAY =
            "Sending takes long. The file is on its way and arrives by itself, so do not send it again"
                    + " and do not wait for it.";

    /** The most characters that a front shows below a file. */
    private static final int LONGEST_CAPTION = 1024;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Sends the user a file in the chat: pictures, video and audio to look at or listen to, all else to download."
                + " Calls in one message arrive as an album. Up to "
                + HumanText.bytes(files.settings().mostSent()) + ".";
    }

    @Override
    public ObjectNode schema() {
        var schema = ToolServer.schema("path");
        var properties = schema.putObject("properties");
        properties.putObject("path").put("type", "string");
        properties.putObject("caption").put("type", "string");
        return schema;
    }

    @Override
    public AgentProtocol.Event begin(Call call) throws RefusedException {
        var caption = call.text("caption");
        if (caption.length() > LONGEST_CAPTION) {
            throw new RefusedException("A caption has at most " + LONGEST_CAPTION + " characters.");
        }
        try {
            var denied = DeniedReads.of(call.denied(), directory, Path.of(home), config);
            var offered = files.take(
                    new OfferedFiles.Origin(chat, call.turn().value(), directory, closed.denying(denied)),
                    path(call.text("path")),
                    caption.isEmpty() ? null : caption);
            return new AgentProtocol.FileOffered(call.request(), call.toolUse(), offered);
        } catch (SharedFiles.RefusedException refused) {
            throw new RefusedException(refused);
        }
    }

    private Path path(String name) throws RefusedException {
        try {
            if (name.isEmpty()) {
                throw new RefusedException("The path is missing.");
            }
            return Path.of(name.startsWith("~/") ? home + name.substring(1) : name);
        } catch (InvalidPathException noPath) {
            throw new RefusedException("This is no path: " + noPath.getMessage());
        }
    }

    @Override
    public Result end(AgentProtocol.Reply reply) {
        return switch (reply) {
            case AgentProtocol.FileSent sent ->
                switch (sent.result()) {
                    case AgentProtocol.Sent done -> new Result("Sent as message " + done.message() + ".", false);
                    case AgentProtocol.OnItsWay late -> new Result(ON_ITS_WAY, false);
                    case AgentProtocol.NotSent not -> new Result(not.reason(), true);
                };
            case AgentProtocol.Answer answer -> throw new IllegalArgumentException("no question: " + answer);
        };
    }
}
