using Microsoft.Playwright;

namespace Postvakt.Web.Tests.Support;

/// <summary>Notes what a page must not do: ask another host, run into the policy, fail in a script, open a dialog.</summary>
internal sealed class PageWatch
{
    private readonly List<string> _faults = [];

    public PageWatch(IPage page, string url)
    {
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(url, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal)) _faults.Add("asks " + request.Url);
        };
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") _faults.Add("console: " + message.Text);
        };
        page.PageError += (_, error) => _faults.Add("script: " + error);
        page.Dialog += (_, dialog) => _faults.Add("dialog: " + dialog.Message);
    }

    public IReadOnlyList<string> Faults => _faults;
}
