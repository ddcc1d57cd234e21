namespace Postvakt.Rules.Pages;

/// <summary>A page is too large for what is asked of it. Never leaves this folder: it is thrown through the framework's own engine, which knows no other way to be stopped.</summary>
internal sealed class PageBudgetException : Exception;
