namespace ServerlessMessaging.Tests.Infrastructure;

/// <summary>The folder of the repository, which holds docs, templates and samples.</summary>
internal static class RepositoryFolder
{
    private const string Landmark = "ServerlessMessaging.sln";

    public static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Landmark)))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"{Landmark} lies in no folder above {AppContext.BaseDirectory}.");
    }
}
