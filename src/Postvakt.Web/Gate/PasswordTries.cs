using Postvakt.Access;

namespace Postvakt.Web.Gate;

/// <summary>Compares a password that somebody typed, no more often than who guesses may: counted here for account and address, and in the audit for all nodes together.</summary>
internal sealed class PasswordTries(ConsoleContext console, SignInBrake brake, PasswordWork work)
{
    /// <param name="name">Of the account, as it is kept.</param>
    /// <param name="address">Where the try comes from.</param>
    public async Task<PasswordTry> CompareAsync(string name, string password, string address, CancellationToken cancellation)
    {
        if (brake.IsClosed(name, address)) return default;
        brake.Note(name, address);
        var since = console.Clock.GetUtcNow() - SignInBrake.Window;
        var (credential, wrong) = await console.Ledger.DoAsync(l => (SignIns.CredentialOf(l, name), SignIns.WrongTries(l, name, since)), cancellation).ConfigureAwait(false);
        // On all nodes together: their counters do not know of each other.
        if (wrong >= SignInBrake.FromAll) return default;
        // Who has none is compared with nobody's: it takes as long.
        var holds = await work.HoldsAsync(password, credential?.Password ?? PasswordHash.Nobody, cancellation).ConfigureAwait(false);
        return new PasswordTry(credential, holds is null ? null : holds.Value && credential is not null);
    }

    /// <summary>Who came in begins anew.</summary>
    public void Forget(string name, string address) => brake.Forget(name, address);
}
