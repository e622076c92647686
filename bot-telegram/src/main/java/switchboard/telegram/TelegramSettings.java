package switchboard.telegram;

import com.typesafe.config.Config;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import switchboard.SettingsReader;
import switchboard.model.Secrets;
import switchboard.telegram.api.BotToken;
import switchboard.telegram.api.HttpProxy;
import switchboard.telegram.update.AccessPolicy;
import switchboard.telegram.update.RateLimit;
import switchboard.text.Texts;

/**
 * The Telegram front's settings.
 *
 * @param token the bot's token
 * @param access who may use the bot
 * @param apiRoot the address of the Bot API
 * @param proxy the proxy on the way to it, if any
 * @param allowance how much each person may send
 */
public record TelegramSettings(
        BotToken token, AccessPolicy access, URI apiRoot, Optional<HttpProxy> proxy, RateLimit.Allowance allowance) {

    /** Settings without a proxy and without a limit. */
    public TelegramSettings(BotToken token, AccessPolicy access, URI apiRoot) {
        this(token, access, apiRoot, Optional.empty(), RateLimit.Allowance.UNLIMITED);
    }

    /**
     * Reads the configuration's {@code switchboard.telegram} section.
     *
     * @throws IllegalArgumentException with one sentence for a person
     */
    public static TelegramSettings from(Config config, BotToken token) {
        var read = new SettingsReader(config.getConfig("switchboard.telegram"));
        var allowed = users(read, "allowed-users", "TELEGRAM_ALLOWED_USERS");
        var owners = users(read, "owners", "TELEGRAM_OWNERS");
        owners.stream()
                .filter(owner -> !allowed.contains(owner))
                .sorted()
                .findFirst()
                .ifPresent(stranger -> {
                    throw new IllegalArgumentException(Texts.of("setting.owner", Long.toString(stranger)));
                });
        var allowance = new RateLimit.Allowance(
                read.atLeast(0, "rate-limit.requests", "RATE_LIMIT_REQUESTS"),
                read.positive("rate-limit.window", "RATE_LIMIT_WINDOW"));
        return new TelegramSettings(
                token, AccessPolicy.of(allowed, owners), root(read.text("api-root")), Optional.empty(), allowance);
    }

    /** The same settings for another Bot API. */
    public TelegramSettings at(URI root) {
        return new TelegramSettings(token, access, root, proxy, allowance);
    }

    /** The same settings with another proxy. */
    public TelegramSettings through(Optional<HttpProxy> other) {
        return new TelegramSettings(token, access, apiRoot, other, allowance);
    }

    private static Set<Long> users(SettingsReader read, String path, String name) {
        return read.list(path, word -> userId(word, name)).stream().collect(Collectors.toUnmodifiableSet());
    }

    private static Long userId(String word, String name) {
        try {
            return Long.valueOf(word);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(Texts.of("setting.users", name, word), notANumber);
        }
    }

    private static URI root(String text) {
        try {
            var root = URI.create(text);
            if (root.getHost() != null && ("https".equals(root.getScheme()) || "http".equals(root.getScheme()))) {
                return root;
            }
        } catch (IllegalArgumentException noUri) {
            throw notAUrl(text); // without its cause, which would repeat a password
        }
        throw notAUrl(text);
    }

    private static IllegalArgumentException notAUrl(String text) {
        return new IllegalArgumentException(Texts.of("setting.apiRoot", Secrets.withoutLogin(text)));
    }
}
