using Microsoft.Extensions.Logging;

namespace Postvakt.Cli.Verbs;

internal static partial class ConfigurationLog
{
    [LoggerMessage(15, LogLevel.Error, "the configuration has errors, the old one stays: {Errors}")]
    public static partial void Refused(ILogger log, string errors);
}
