using Microsoft.Extensions.Logging;

namespace Postvakt.Web.Tests.Support;

/// <summary>Says on the error output what a server logs as an error: a page that answers "a mistake of ours" tells no more.</summary>
internal sealed class MistakeLog : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) { }

    public void Dispose() { }

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) Console.Error.WriteLine(formatter(state, exception) + exception);
    }
}
