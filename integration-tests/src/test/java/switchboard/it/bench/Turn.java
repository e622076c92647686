package switchboard.it.bench;

/**
 * One turn on the clock, in nanoseconds of {@link System#nanoTime}.
 *
 * @param said the person's words were given to the bot, or to the bare CLI
 * @param asked the request arrived at the model
 * @param answered the model's last byte was written
 * @param shown the answer arrived in Telegram, or the bare CLI's {@code result} line was read
 */
record Turn(long said, long asked, long answered, long shown) {

    long whole() {
        return shown - said;
    }

    long toModel() {
        return asked - said;
    }

    long fromModel() {
        return shown - answered;
    }
}
