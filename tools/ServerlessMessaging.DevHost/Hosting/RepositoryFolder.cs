namespace ServerlessMessaging.DevHost.Hosting;

/// <summary>The folder of the repository, which holds the samples and the npm packages.</summary>
public static class RepositoryFolder
{
    private const string Landmark = "ServerlessMessaging.sln";

    /// <summary>The folder.</summary>
    /// <exception cref="StartupException">The program does not run from inside it.</exception>
    public static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Landmark)))
            {
                return folder.FullName;
            }
        }

        throw new StartupException($"The development host runs from its repository only, and {Landmark} lies in no folder above {AppContext.BaseDirectory}.");
    }
}
